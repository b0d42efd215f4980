using System.Collections.Immutable;
using Streaming.Actors.Logs;

namespace Streaming.Actors.Webhooks;

/// <summary>What webhooks could not be told, for operators: any node lists it, posts it again, or drops it.</summary>
public sealed class DeadLetters
{
    private readonly WebhookPorts _ports;
    private readonly IRoomLog _log;

    internal DeadLetters(WebhookPorts ports, IRoomLog log) => (_ports, _log) = (ports, log);

    public ImmutableArray<Webhook> Webhooks => _ports.Webhooks;

    /// <summary>The newest ones, newest first, and how many there are.</summary>
    public ValueTask<(ImmutableArray<DeadLetter> Letters, int Total)> ListAsync(string webhook, int limit, CancellationToken cancellation) =>
        _ports.Store.ListDeadAsync(webhook, limit, cancellation);

    /// <summary>Posts it once more, now, and removes it if it was taken.</summary>
    /// <returns>Null when there is no such letter, or webhook.</returns>
    public async Task<WebhookAnswer?> RetryAsync(string webhook, string id, CancellationToken cancellation)
    {
        Webhook? its = _ports.Webhooks.FirstOrDefault(one => one.Name == webhook);
        if (its is null || await _ports.Store.FindDeadAsync(webhook, id, cancellation) is not { } letter)
            return null;
        if (await ContentOfAsync(letter, cancellation) is not { } content)
            return new WebhookAnswer("its room's log has the event no more; it can only be dropped");

        WebhookAnswer answer = await _ports.Sender.SendAsync(its, letter.EventId, [content], cancellation);
        if (answer.IsDelivered)
            await _ports.Store.RemoveDeadAsync(webhook, id, cancellation);
        return answer;
    }

    /// <returns>Whether it was there.</returns>
    public ValueTask<bool> DropAsync(string webhook, string id, CancellationToken cancellation) =>
        _ports.Store.RemoveDeadAsync(webhook, id, cancellation);

    private async ValueTask<ReadOnlyMemory<byte>?> ContentOfAsync(DeadLetter letter, CancellationToken cancellation)
    {
        if (letter.Logged is not { } place)
            return letter.Content;

        LogPage page = await _log.ReadAsync(letter.Room, LogRange.Following(place.Seq - 1, 1), cancellation);
        if (page.Epoch is not { } epoch || page.Events is not [var found] || found.Seq != place.Seq || found.Timestamp != letter.Timestamp)
            return null;

        // Its id is that of its first try, whatever the log's epoch is by now.
        return WebhookEvent.Of(letter.Room, epoch, found, letter.Type) is { } e ? _ports.Sender.Encode(e with { Id = letter.EventId }) : null;
    }
}

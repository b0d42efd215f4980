using System.Collections.Immutable;
using Streaming.Actors;
using Streaming.Actors.Operations;
using Streaming.Actors.Webhooks;
using Streaming.Node.Settings;
using Streaming.Transport;
using Streaming.Transport.Settings;
using Streaming.Transport.Webhooks;

namespace Streaming.Node.Operations;

/// <summary>How webhooks are doing: asked of every node, since each delivers for its own rooms, and of the store that all share.</summary>
internal sealed class WebhookReporter(StreamingNode node, StreamingOptions options, TimeProvider time)
{
    /// <summary>Dead letters in one answer, at most.</summary>
    public const int MaxLetters = 500;

    public async Task<WebhookList> ListAsync(CancellationToken cancellation)
    {
        var answers = await node.Operations.AskAllAsync(new NodeQuestion.FindWebhooks());

        // Off the link's time, in which the last answer arrived.
        await Task.Yield();
        var statuses = answers.Select(static one => one.Answer).OfType<NodeAnswer.Webhooks>()
            .SelectMany(static one => one.Found)
            .ToLookup(static status => status.Name);
        var reports = new List<WebhookReport>();
        foreach (var webhook in options.Webhooks)
            reports.Add(Report(webhook, [.. statuses[webhook.Name!]], await CountDeadAsync(webhook, cancellation)));
        return new WebhookList(reports, [.. answers.Where(static one => one.Answer is null).Select(static one => one.Node.Value)]);
    }

    public async Task<DeadLetterList> ListDeadAsync(int limit, CancellationToken cancellation)
    {
        var all = new List<DeadLetterReport>();
        int total = 0;
        foreach (var webhook in options.Webhooks)
        {
            var (letters, count) = await node.DeadLetters!.ListAsync(webhook.Name!, limit, cancellation);
            all.AddRange(letters.Select(letter => DeadLetterReport.Of(webhook.Name!, letter)));
            total += count;
        }

        return new DeadLetterList(total, [.. all.OrderByDescending(static letter => letter.DiedAt).Take(limit)]);
    }

    private async Task<int> CountDeadAsync(WebhookOptions webhook, CancellationToken cancellation) =>
        (await node.DeadLetters!.ListAsync(webhook.Name!, 0, cancellation)).Total;

    private WebhookReport Report(WebhookOptions webhook, ImmutableArray<WebhookStatus> statuses, int dead)
    {
        var oldest = statuses.Min(static status => status.Oldest);
        var failed = statuses.MaxBy(static status => status.LastProblemAt);
        return new WebhookReport(
            webhook.Name!,
            WebhookAddress.Mask(webhook.Url!),
            [.. webhook.Events.Select(WebhookTypes.NameOf)],
            statuses.Sum(static status => status.Delivered),
            statuses.Sum(static status => status.Retried),
            statuses.Sum(static status => status.Lost),
            statuses.Sum(static status => status.Pending),
            statuses.Sum(static status => status.Rooms),
            oldest is { } at ? (long)Math.Max(0, (time.GetUtcNow() - at).TotalMilliseconds) : 0,
            dead,
            failed?.LastProblem,
            failed?.LastProblemAt);
    }
}

using System.Collections.Immutable;

namespace Streaming.Actors.Webhooks;

/// <summary>Port: brings events to their receivers.</summary>
public interface IWebhookSender
{
    /// <summary>The event as receivers get it: one JSON object.</summary>
    ReadOnlyMemory<byte> Encode(WebhookEvent e);

    /// <summary>
    /// Posts events together. Never longer than the webhook's time-out, and every failure is an answer; throws only when cancelled, and
    /// then it is unknown whether they arrived.
    /// </summary>
    /// <param name="id">Names the post: the same events have the same.</param>
    /// <param name="events">As <see cref="Encode"/> gave them; one, or up to <see cref="Webhook.BatchSize"/>.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    Task<WebhookAnswer> SendAsync(Webhook webhook, string id, ImmutableArray<ReadOnlyMemory<byte>> events, CancellationToken cancellation);
}

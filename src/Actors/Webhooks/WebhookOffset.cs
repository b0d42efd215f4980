using Streaming.Actors.Ids;

namespace Streaming.Actors.Webhooks;

/// <summary>How far a webhook has a room's log.</summary>
/// <param name="Epoch">The epoch that <paramref name="Seq"/> belongs to.</param>
/// <param name="Seq">The last event that it was told, or that was not for it.</param>
/// <param name="Timestamp">That event's time: where to go on in a log of another epoch.</param>
public readonly record struct WebhookOffset(Epoch Epoch, long Seq, DateTimeOffset Timestamp)
{
    /// <summary>Whether it is further on than <paramref name="other"/>: what was delivered stays so, whoever says it.</summary>
    public bool IsAfter(WebhookOffset other) => Epoch == other.Epoch ? Seq > other.Seq : Timestamp > other.Timestamp;
}

using System.Collections.Immutable;

namespace Streaming.Actors.Webhooks;

/// <summary>How one webhook is doing on one node. Counts are since the node started.</summary>
/// <param name="Delivered">Events that the receiver took.</param>
/// <param name="Retried">Posts that failed, to be tried again.</param>
/// <param name="Dead">Events given up.</param>
/// <param name="Lost">Events gone before they could be delivered.</param>
/// <param name="Pending">Events that wait; those of logs are counted whether they are for the webhook or not.</param>
/// <param name="Rooms">Rooms in which something waits.</param>
/// <param name="Oldest">When the oldest event happened that is being posted, or was and failed; null when none is.</param>
/// <param name="LastProblem">What came of the last post that failed; null when none has.</param>
/// <param name="LastProblemAt">When that was.</param>
public sealed record WebhookStatus(
    string Name, long Delivered, long Retried, long Dead, long Lost, long Pending, int Rooms, DateTimeOffset? Oldest, string? LastProblem,
    DateTimeOffset? LastProblemAt)
{
    internal static WebhookStatus Of(Webhook webhook, WebhookCounters counters, ImmutableArray<(long Pending, DateTimeOffset? Oldest)> lags) => new(
        webhook.Name, counters.Delivered, counters.Retried, counters.Dead, counters.Lost,
        lags.Sum(static lag => lag.Pending),
        lags.Count(static lag => lag.Pending > 0),
        lags.Min(static lag => lag.Oldest),
        counters.LastFailure?.Problem,
        counters.LastFailure?.At);
}

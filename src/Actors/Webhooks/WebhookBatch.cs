using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Webhooks;

/// <summary>What one post of a delivery holds, and how far in the log the delivery is once it has arrived.</summary>
/// <param name="Events">In their order; empty when nothing up to there is for the webhook.</param>
/// <param name="Epoch">That of the log they were read from.</param>
/// <param name="Through">The seq up to which the log has been looked at.</param>
/// <param name="ThroughAt">That event's time.</param>
internal sealed record WebhookBatch(ImmutableArray<WebhookEvent> Events, Epoch Epoch, long Through, DateTimeOffset ThroughAt);

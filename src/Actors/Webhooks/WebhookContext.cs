using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Webhooks;

/// <summary>What all deliveries of a node share.</summary>
/// <param name="Holds">Whether this node may act for the shard's rooms now: else another may deliver already.</param>
internal sealed record WebhookContext(
    IWebhookStore Store,
    IWebhookSender Sender,
    IRoomLog Log,
    TimingWheel Wheel,
    TimeProvider Clock,
    IEntropy Entropy,
    IdSource Ids,
    ILogger Logger,
    Func<ShardId, bool> Holds);

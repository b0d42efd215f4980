using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>A shard to pass on to <paramref name="To"/>, owned until then in <paramref name="Term"/>.</summary>
public readonly record struct ShardTransfer(ShardId Shard, long Term, NodeId To);

using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>
/// Who owns a shard, and in which term. The term rises by one at each claim: an owner that was
/// replaced and does not know it yet writes with an old term, and the log refuses it.
/// </summary>
public readonly record struct ShardOwner(NodeId Node, long Term);

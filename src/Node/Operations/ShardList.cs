namespace Streaming.Node.Operations;

/// <summary><c>/cluster/shards</c>.</summary>
internal sealed record ShardList(string AskedNode, ShardCounts Counts, IReadOnlyList<ShardReport> Shards);

/// <summary>One shard.</summary>
/// <param name="Owner">Null: no node owns it now.</param>
/// <param name="Term">The owner's, as it stands in the store.</param>
/// <param name="Claim">How many claims led to that term.</param>
/// <param name="Preferred">The node that should own it; null when all are draining.</param>
internal sealed record ShardReport(int Shard, string? Owner, long? Term, long? Claim, string? Preferred);

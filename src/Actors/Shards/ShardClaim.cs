namespace Streaming.Actors.Shards;

/// <summary>A shard to take, in a term above <paramref name="Floor"/>: the highest one that the claimant knows to have been in use.</summary>
public readonly record struct ShardClaim(ShardId Shard, long Floor);

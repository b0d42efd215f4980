namespace Streaming.Actors.Shards;

/// <summary>Whether the shard's logs now take the term that was asked for.</summary>
/// <param name="Term">The one they take: the one asked for, or a higher one that another writer came with.</param>
public readonly record struct FenceOutcome(bool IsHeld, long Term);

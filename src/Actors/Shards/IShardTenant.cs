namespace Streaming.Actors.Shards;

/// <summary>What lives in shards, and has to come and go with them: rooms, presences. Told by <see cref="ShardKeeper"/>.</summary>
internal interface IShardTenant
{
    /// <summary>
    /// The shard is this node's in <paramref name="term"/>. What lived in it here in an earlier term, without a break, goes on
    /// in this one.
    /// </summary>
    void Settle(ShardId shard, long term);

    /// <summary>
    /// Completes when everything in memory of the shard is known to be in its logs: the store may have lost its last
    /// moments, and what it lost was written again.
    /// </summary>
    Task VerifyAsync(ShardId shard);

    /// <summary>
    /// Takes nothing more for the shard. Completes when what was in hand is in the logs or was handed back to whoever
    /// asked, and nothing of the shard is in memory.
    /// </summary>
    Task VacateAsync(ShardId shard);
}

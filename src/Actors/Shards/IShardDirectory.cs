namespace Streaming.Actors.Shards;

/// <summary>
/// Port: which node owns which shard. It makes ownership fast and fair; what makes it safe is the term in each
/// append (<see cref="Logs.IRoomLog"/>), so a directory may be late or wrong without harm to a log.
/// </summary>
public interface IShardDirectory
{
    /// <summary>What is known now. A new value is published before <see cref="Changed"/> is raised.</summary>
    ShardMap Current { get; }

    /// <summary>Raised after <see cref="Current"/> changed. Handlers must not block.</summary>
    event Action<ShardMap> Changed;

    /// <summary>Takes a shard that is free, in a term above all earlier ones.</summary>
    /// <returns>The new ownership, or null when another node holds the shard.</returns>
    ValueTask<ShardOwner?> ClaimAsync(ShardId shard, CancellationToken cancellation);

    /// <summary>Gives a shard up. Nothing happens when <paramref name="term"/> is no longer the shard's.</summary>
    ValueTask ReleaseAsync(ShardId shard, long term, CancellationToken cancellation);
}

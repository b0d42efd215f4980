using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>One node's view of an <see cref="InMemoryShardTable"/>. A single node's directory is this one, with a table of its own.</summary>
public sealed class InMemoryShardDirectory(InMemoryShardTable table, NodeId self) : IShardDirectory
{
    public ShardMap Current => table.Current;

    public event Action<ShardMap> Changed
    {
        add => table.Changed += value;
        remove => table.Changed -= value;
    }

    public ValueTask<ShardOwner?> ClaimAsync(ShardId shard, CancellationToken cancellation) =>
        ValueTask.FromResult(table.TryClaim(shard, self));

    public ValueTask ReleaseAsync(ShardId shard, long term, CancellationToken cancellation)
    {
        table.Release(shard, self, term);
        return ValueTask.CompletedTask;
    }
}

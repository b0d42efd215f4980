using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Simulation.Nodes;

/// <summary>
/// What one node knows of the shards. A node that was declared dead keeps what it knew then, and so believes
/// to own them for ever: only the log's terms can stop it.
/// </summary>
internal sealed class ShardView(InMemoryShardTable table, NodeId self) : IShardDirectory
{
    private readonly InMemoryShardDirectory _directory = new(table, self);
    private ShardMap? _frozen;

    public ShardMap Current => _frozen ?? _directory.Current;

    public event Action<ShardMap> Changed
    {
        add => _directory.Changed += value;
        remove => _directory.Changed -= value;
    }

    public ValueTask<ShardOwner?> ClaimAsync(ShardId shard, CancellationToken cancellation) =>
        _directory.ClaimAsync(shard, cancellation);

    public ValueTask ReleaseAsync(ShardId shard, long term, CancellationToken cancellation) =>
        _directory.ReleaseAsync(shard, term, cancellation);

    public void Freeze() => _frozen = _directory.Current;
}

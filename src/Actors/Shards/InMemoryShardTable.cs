using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>
/// The shards of a cluster that lives in one process: the truth that every
/// <see cref="InMemoryShardDirectory"/> and the in-memory log share.
/// </summary>
public sealed class InMemoryShardTable(int shards)
{
    private readonly Lock _gate = new();
    private readonly long[] _terms = new long[shards];
    private ShardMap _map = ShardMap.Unowned(shards);

    public event Action<ShardMap> Changed = static _ => { };

    public ShardMap Current => Volatile.Read(ref _map);

    /// <summary>The term of the last claim: what an append has to bear.</summary>
    public long TermOf(ShardId shard)
    {
        lock (_gate)
            return _terms[shard.Value];
    }

    public ShardOwner? TryClaim(ShardId shard, NodeId node)
    {
        ShardOwner owner;
        lock (_gate)
        {
            if (_map.OwnerOf(shard) is not null)
                return null;

            owner = new ShardOwner(node, ++_terms[shard.Value]);
            Swap(shard, owner);
        }

        Changed(Current);
        return owner;
    }

    public void Release(ShardId shard, NodeId node, long term)
    {
        lock (_gate)
        {
            if (_map.OwnerOf(shard) != new ShardOwner(node, term))
                return;

            Swap(shard, null);
        }

        Changed(Current);
    }

    private void Swap(ShardId shard, ShardOwner? owner) =>
        Volatile.Write(ref _map, new ShardMap(_map.Owners.SetItem(shard.Value, owner)));
}

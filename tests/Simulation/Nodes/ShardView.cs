using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;

namespace Streaming.Simulation.Nodes;

/// <summary>
/// One node's way to the directory. A node that was declared dead reaches it no more, and so goes on in what it knew for as long as it
/// does not notice: only the log's terms can stop it.
/// </summary>
internal sealed class ShardView(IShardDirectory directory) : IShardDirectory
{
    private ClusterMember? _self;
    private bool _isCutOff;

    public int Shards => directory.Shards;

    public ValueTask<DirectoryView?> BeatAsync(ClusterMember self, TimeSpan ttl, CancellationToken cancellation)
    {
        Reach(self);
        return directory.BeatAsync(self, ttl, cancellation);
    }

    public ValueTask<DirectoryView> ClaimAsync(ClusterMember self, IReadOnlyCollection<ShardClaim> claims, CancellationToken cancellation)
    {
        Reach(self);
        return directory.ClaimAsync(self, claims, cancellation);
    }

    public ValueTask<DirectoryView> TransferAsync(
        ClusterMember self, IReadOnlyCollection<ShardTransfer> transfers, CancellationToken cancellation)
    {
        Reach(self);
        return directory.TransferAsync(self, transfers, cancellation);
    }

    public ValueTask LeaveAsync(ClusterMember self, CancellationToken cancellation)
    {
        Reach(self);
        return directory.LeaveAsync(self, cancellation);
    }

    /// <summary>The others take the node for dead, and its shards are free.</summary>
    public void CutOff()
    {
        _isCutOff = true;
        if (_self is not null)
            _ = directory.LeaveAsync(_self, CancellationToken.None).AsTask();
    }

    private void Reach(ClusterMember self)
    {
        _self = self;
        if (_isCutOff)
            throw new InjectedFaultException("The directory cannot be reached from here.");
    }
}

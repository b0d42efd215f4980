using Streaming.Actors.Ids;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Tests.Harness;

/// <summary>
/// The cluster's directory, in which the test says who should own the shards, whether it can be reached, and what is changed
/// behind everybody's back.
/// </summary>
internal sealed class RigDirectory(InMemoryShardDirectory inner) : IShardDirectory
{
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(1000);

    private readonly Dictionary<NodeId, ClusterMember> _known = [];

    /// <summary>Gets all shards; the others get none. Null: as their weights say.</summary>
    public NodeId? Favourite { get; set; }

    /// <summary>Every call fails at once.</summary>
    public bool IsDown { get; set; }

    /// <summary>Calls of these nodes fail at once.</summary>
    public HashSet<NodeId> CutOff { get; } = [];

    public int Shards => inner.Shards;

    public async ValueTask<DirectoryView?> BeatAsync(ClusterMember self, TimeSpan ttl, CancellationToken cancellation)
    {
        Reach(self);
        return await inner.BeatAsync(self, ttl, cancellation) is { } view ? Weighted(view) : null;
    }

    public async ValueTask<DirectoryView> ClaimAsync(
        ClusterMember self, IReadOnlyCollection<ShardClaim> claims, CancellationToken cancellation)
    {
        Reach(self);
        return Weighted(await inner.ClaimAsync(self, claims, cancellation));
    }

    public async ValueTask<DirectoryView> TransferAsync(
        ClusterMember self, IReadOnlyCollection<ShardTransfer> transfers, CancellationToken cancellation)
    {
        Reach(self);
        return Weighted(await inner.TransferAsync(self, transfers, cancellation));
    }

    public ValueTask LeaveAsync(ClusterMember self, CancellationToken cancellation)
    {
        Reach(self);
        return inner.LeaveAsync(self, cancellation);
    }

    /// <summary>A member that says nothing to anybody, and never goes: owns what is free.</summary>
    public void AddGhost(NodeId node)
    {
        var ghost = new ClusterMember(node, node.Value, new MemberInfo());
        _known[node] = ghost;
        _ = inner.BeatAsync(ghost, ForEver, CancellationToken.None).AsTask().Result;
        _ = inner.ClaimAsync(ghost, [.. AllShards().Select(shard => new ShardClaim(shard, 0))], CancellationToken.None).AsTask().Result;
    }

    /// <summary>All that one owns is the other's from now on, and nobody is told.</summary>
    public void Seize(NodeId from, NodeId to)
    {
        DirectoryView view = inner.BeatAsync(_known[to], TimeSpan.FromSeconds(1.5), CancellationToken.None).AsTask().Result!;
        ShardTransfer[] all = [.. AllShards()
            .Where(shard => view.Owners[shard.Value]?.Node == from)
            .Select(shard => new ShardTransfer(shard, view.Owners[shard.Value]!.Value.Term, to))];
        _ = inner.TransferAsync(_known[from], all, CancellationToken.None).AsTask().Result;
    }

    /// <summary>The node is not a member any more, until it says again that it is: the directory had held it to be gone.</summary>
    public void Forget(NodeId node) => _ = inner.LeaveAsync(_known[node], CancellationToken.None).AsTask().IsCompletedSuccessfully;

    /// <summary>A claim of the node's that it did not hear the answer to: all that is its own is so in the next term.</summary>
    public void ClaimAgain(NodeId node) =>
        _ = inner.ClaimAsync(_known[node], [.. AllShards().Select(shard => new ShardClaim(shard, 0))], CancellationToken.None).AsTask().Result;

    private IEnumerable<ShardId> AllShards() => Enumerable.Range(0, Shards).Select(i => new ShardId(i));

    private void Reach(ClusterMember self)
    {
        _known[self.Node] = self;
        if (IsDown || CutOff.Contains(self.Node))
            throw new IOException("the directory is away");
    }

    private DirectoryView Weighted(DirectoryView view) => Favourite is null
        ? view
        : view with
        {
            Members = [.. view.Members.Select(member =>
                member with { Info = member.Info with { Weight = member.Node == Favourite ? 1 : 1e-9 } })],
        };
}

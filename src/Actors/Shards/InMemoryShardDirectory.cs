using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;

namespace Streaming.Actors.Shards;

/// <summary>
/// The directory of a cluster whose nodes share this process. A single node has one of its own: it is a cluster of one.
/// </summary>
public sealed class InMemoryShardDirectory(int shards, TimeProvider clock) : IShardDirectory
{
    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, (ClusterMember Member, long LivesUntil)> _members = [];
    private readonly (NodeId Node, string Incarnation)?[] _owners = new (NodeId, string)?[shards];

    /// <summary>The last term of each shard, whether it has an owner now or not.</summary>
    private readonly long[] _terms = new long[shards];

    public int Shards => shards;

    /// <summary>What <see cref="DirectoryView.Generation"/> says.</summary>
    public string Generation { get; set; } = "1";

    public ValueTask<DirectoryView?> BeatAsync(ClusterMember self, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_members.TryGetValue(self.Node, out var known) && known.Member.Incarnation != self.Incarnation && Lives(known.LivesUntil))
                return ValueTask.FromResult<DirectoryView?>(null);

            _members[self.Node] = (self, clock.TimestampAfter(clock.GetTimestamp(), ttl));
            return ValueTask.FromResult<DirectoryView?>(View(self.Node));
        }
    }

    public ValueTask<DirectoryView> ClaimAsync(ClusterMember self, IReadOnlyCollection<ShardClaim> claims, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (ShardClaim claim in claims)
            {
                int shard = claim.Shard.Value;
                bool isFree = OwnerOf(shard) is not { } owner || owner.Node == self.Node;
                if (isFree && IsMember(self))
                    Give(shard, self, claim.Floor);
            }

            return ValueTask.FromResult(View(self.Node));
        }
    }

    public ValueTask<DirectoryView> TransferAsync(
        ClusterMember self, IReadOnlyCollection<ShardTransfer> transfers, CancellationToken cancellation)
    {
        lock (_gate)
        {
            foreach (ShardTransfer transfer in transfers)
            {
                int shard = transfer.Shard.Value;
                if (OwnerOf(shard) != new ShardOwner(self.Node, transfer.Term))
                    continue;

                if (_members.TryGetValue(transfer.To, out var next) && Lives(next.LivesUntil))
                    Give(shard, next.Member, floor: 0);
                else
                    _owners[shard] = null;
            }

            return ValueTask.FromResult(View(self.Node));
        }
    }

    public ValueTask LeaveAsync(ClusterMember self, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (IsMember(self))
                _members.Remove(self.Node);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Members, owners and terms as they are now, for <see cref="GoBackTo"/>.</summary>
    internal Image TakeImage()
    {
        lock (_gate)
            return new Image([.. _members], [.. _owners], [.. _terms]);
    }

    /// <summary>Loses everything since an image was taken.</summary>
    internal void GoBackTo(Image image)
    {
        lock (_gate)
        {
            _members.Clear();
            foreach ((NodeId node, (ClusterMember Member, long LivesUntil) member) in image.Members)
                _members[node] = member;

            image.Owners.CopyTo(_owners);
            image.Terms.CopyTo(_terms);
        }
    }

    private void Give(int shard, ClusterMember to, long floor)
    {
        _terms[shard] = ShardTerm.Next(Math.Max(_terms[shard], floor), to.Incarnation);
        _owners[shard] = (to.Node, to.Incarnation);
    }

    private DirectoryView View(NodeId viewer) => new(
        [.. _members.Values.Where(one => Lives(one.LivesUntil)).Select(one => one.Member).OrderBy(one => one.Node.Value, StringComparer.Ordinal)],
        [.. Enumerable.Range(0, shards).Select(OwnerOf)],
        Generation,
        _members.Values.Where(one => one.Member.Node != viewer && Lives(one.LivesUntil))
            .Min(one => (TimeSpan?)clock.GetElapsedTime(clock.GetTimestamp(), one.LivesUntil)));

    /// <summary>An owner is one as long as it lives.</summary>
    private ShardOwner? OwnerOf(int shard) =>
        _owners[shard] is { } owner && _members.TryGetValue(owner.Node, out var member)
            && member.Member.Incarnation == owner.Incarnation && Lives(member.LivesUntil)
            ? new ShardOwner(owner.Node, _terms[shard])
            : null;

    private bool IsMember(ClusterMember self) =>
        _members.TryGetValue(self.Node, out var known) && known.Member.Incarnation == self.Incarnation && Lives(known.LivesUntil);

    private bool Lives(long until) => clock.GetTimestamp() < until;

    internal sealed record Image(
        ImmutableArray<KeyValuePair<NodeId, (ClusterMember Member, long LivesUntil)>> Members,
        ImmutableArray<(NodeId Node, string Incarnation)?> Owners,
        ImmutableArray<long> Terms);
}

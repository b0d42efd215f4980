using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>The cluster as this node knows it. Immutable; swapped whole.</summary>
/// <param name="Members">The nodes that live, by id.</param>
/// <param name="Owners">One entry a shard; null where nobody owns it now.</param>
/// <param name="Served">One entry a shard: the term in which this node takes its commands, or 0 where it does not, or not yet.</param>
public sealed record ShardMap(ImmutableArray<ClusterMember> Members, ImmutableArray<ShardOwner?> Owners, ImmutableArray<long> Served)
{
    /// <summary>Before anything is known.</summary>
    public static ShardMap Unknown(int shards) =>
        new([], ImmutableArray.Create(new ShardOwner?[shards]), ImmutableArray.Create(new long[shards]));

    public ShardId ShardOf(RoomId room) => ShardOf(room.Value);

    /// <summary>Where the presence of a user is kept.</summary>
    public ShardId ShardOf(UserId user) => ShardOf(user.Value);

    public ShardOwner? OwnerOf(ShardId shard) => Owners[shard.Value];

    public ShardOwner? OwnerOf(RoomId room) => OwnerOf(ShardOf(room));

    /// <summary>Who has the user's presence.</summary>
    public ShardOwner? OwnerOf(UserId user) => OwnerOf(ShardOf(user));

    /// <summary>Whether the user's presence has an owner who did not have it before, or had it in another term.</summary>
    public bool HasOtherOwner(UserId user, ShardMap before) => OwnerOf(user) is { } owner && owner != before.OwnerOf(user);

    /// <summary>Whether the node is in the cluster now.</summary>
    public bool HasMember(NodeId node) => Members.Any(member => member.Node == node);

    private ShardId ShardOf(string id) => ShardId.Of(id, Owners.Length);
}

using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Shards;

/// <summary>All shards and their owners as this node knows them. Immutable; swapped whole.</summary>
/// <param name="Owners">One entry a shard; null where nobody owns it now.</param>
public sealed record ShardMap(ImmutableArray<ShardOwner?> Owners)
{
    public static ShardMap Unowned(int shards) => new(ImmutableArray.Create(new ShardOwner?[shards]));

    public ShardId ShardOf(RoomId room) => new((int)(StableHash.Of(room.Value) % (ulong)Owners.Length));

    public ShardOwner? OwnerOf(ShardId shard) => Owners[shard.Value];
}

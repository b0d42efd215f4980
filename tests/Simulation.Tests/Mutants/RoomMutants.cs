using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>Says of each room once what it is like, and never again.</summary>
internal sealed class ListsOnce(IPublicRooms rooms) : IPublicRooms
{
    private readonly HashSet<RoomId> _said = [];

    public ValueTask SetAsync(RoomId room, long term, ListedRoom? listing, CancellationToken cancellation) =>
        _said.Add(room) ? rooms.SetAsync(room, term, listing, cancellation) : ValueTask.CompletedTask;

    public ValueTask<ImmutableArray<ListedRoom>> ReadAsync(RoomId? after, int limit, CancellationToken cancellation) =>
        rooms.ReadAsync(after, limit, cancellation);
}

/// <summary>Does not note of every third who comes that they are in.</summary>
internal sealed class ForgetsWhoEnters(IUserRooms rooms) : IUserRooms
{
    public ValueTask EnterAsync(UserId user, UserRoom room, CancellationToken cancellation) =>
        room.Seq % 3 == 0 ? rooms.GiveBackAsync(user, room.Room, cancellation) : rooms.EnterAsync(user, room, cancellation);

    public ValueTask LeaveAsync(UserId user, UserRoom room, CancellationToken cancellation) => rooms.LeaveAsync(user, room, cancellation);

    public ValueTask DropAsync(UserId user, UserRoom read, CancellationToken cancellation) => rooms.DropAsync(user, read, cancellation);

    public ValueTask<ImmutableArray<UserRoom>> ReadAsync(UserId user, CancellationToken cancellation) => rooms.ReadAsync(user, cancellation);

    public ValueTask<RoomClaim> ClaimAsync(UserId user, RoomId room, int max, TimeSpan ttl, CancellationToken cancellation) =>
        rooms.ClaimAsync(user, room, max, ttl, cancellation);

    public ValueTask GiveBackAsync(UserId user, RoomId room, CancellationToken cancellation) => rooms.GiveBackAsync(user, room, cancellation);
}

/// <summary>Leaves nothing to whoever owns the room next: what an owner has not told when it dies is never told.</summary>
internal sealed class OwesNothing(IDirectoryDebts debts) : IDirectoryDebts
{
    public ValueTask OweAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation) => ValueTask.CompletedTask;

    public ValueTask PayAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation) =>
        debts.PayAsync(writer, after, upTo, cancellation);

    public ValueTask<ImmutableArray<DirectoryDebt>> ReadAsync(ShardId shard, CancellationToken cancellation) => debts.ReadAsync(shard, cancellation);
}

using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;

namespace Streaming.Simulation.Stores;

/// <summary>
/// What is known of rooms beside their logs, as one life of a node reaches it. What is going to be owed is said over the same connection as the append
/// that it is owed for, and right before it: so it gets there before that, or not at all.
/// </summary>
internal sealed class SimulatedRooms(SimulatedStore store, StoreLine line, StoreFaults faults) : IPublicRooms, IUserRooms, IDirectoryDebts, IReadMarkers
{
    public RoomDirectory Directory => new(this, this, this, this);

    public ValueTask SetAsync(RoomId room, long term, ListedRoom? listing, CancellationToken cancellation) =>
        TellAsync($"list {room}", () => store.Rooms.Public.SetAsync(room, term, listing, cancellation));

    public ValueTask<ImmutableArray<ListedRoom>> ReadAsync(RoomId? after, int limit, CancellationToken cancellation) =>
        line.CallAsync("rooms: read the list", faults, () => store.Rooms.Public.ReadAsync(after, limit, cancellation));

    public ValueTask EnterAsync(UserId user, UserRoom room, CancellationToken cancellation) =>
        TellAsync($"{user} enters {room.Room}", () => store.Rooms.Users.EnterAsync(user, room, cancellation));

    public ValueTask LeaveAsync(UserId user, UserRoom room, CancellationToken cancellation) =>
        TellAsync($"{user} leaves {room.Room}", () => store.Rooms.Users.LeaveAsync(user, room, cancellation));

    public ValueTask DropAsync(UserId user, UserRoom read, CancellationToken cancellation) =>
        TellAsync($"{user} is not in {read.Room}", () => store.Rooms.Users.DropAsync(user, read, cancellation));

    public ValueTask<ImmutableArray<UserRoom>> ReadAsync(UserId user, CancellationToken cancellation) =>
        line.CallAsync($"rooms: read those of {user}", faults, () => store.Rooms.Users.ReadAsync(user, cancellation));

    public ValueTask<RoomClaim> ClaimAsync(UserId user, RoomId room, int max, TimeSpan ttl, CancellationToken cancellation) =>
        line.CallAsync($"rooms: {user} claims {room}", faults, () => store.Rooms.Users.ClaimAsync(user, room, max, ttl, cancellation));

    public ValueTask GiveBackAsync(UserId user, RoomId room, CancellationToken cancellation) =>
        TellAsync($"{user} gives {room} back", () => store.Rooms.Users.GiveBackAsync(user, room, cancellation));

    public async ValueTask OweAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation) =>
        await line.CallAsync($"rooms: {writer.Room} owes {after} to {upTo}", StoreFaults.None, async () =>
        {
            await store.Rooms.Debts.OweAsync(writer, after, upTo, cancellation);
            return true;
        });

    public ValueTask PayAsync(RoomWriter writer, long after, long upTo, CancellationToken cancellation) =>
        TellAsync($"{writer.Room} pays {after} to {upTo}", () => store.Rooms.Debts.PayAsync(writer, after, upTo, cancellation));

    public ValueTask<ImmutableArray<DirectoryDebt>> ReadAsync(ShardId shard, CancellationToken cancellation) =>
        line.CallAsync($"rooms: read what {shard} owes", faults, () => store.Rooms.Debts.ReadAsync(shard, cancellation));

    public ValueTask RaiseAsync(RoomWriter writer, ImmutableArray<ReadMarker> markers, CancellationToken cancellation) =>
        TellAsync($"raise {markers.Length} markers of {writer.Room}", () => store.Rooms.Markers.RaiseAsync(writer, markers, cancellation));

    public ValueTask<ImmutableArray<ReadMarker>> ReadAsync(RoomId room, ImmutableArray<UserId> users, CancellationToken cancellation) =>
        line.CallAsync($"rooms: read markers of {room}", faults, () => store.Rooms.Markers.ReadAsync(room, users, cancellation));

    public ValueTask RemoveAsync(RoomWriter writer, ImmutableArray<UserId> users, CancellationToken cancellation) =>
        TellAsync($"remove {users.Length} markers of {writer.Room}", () => store.Rooms.Markers.RemoveAsync(writer, users, cancellation));

    public ValueTask RemoveAllAsync(RoomWriter writer, CancellationToken cancellation) =>
        TellAsync($"remove all markers of {writer.Room}", () => store.Rooms.Markers.RemoveAllAsync(writer, cancellation));

    private async ValueTask TellAsync(string what, Func<ValueTask> tell) => await line.CallAsync($"rooms: {what}", faults, async () =>
    {
        await tell();
        return true;
    });
}

using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Which rooms users are in, in this process's memory.</summary>
public sealed class InMemoryUserRooms(TimeProvider clock) : IUserRooms
{
    private readonly Lock _gate = new();
    private readonly Dictionary<UserId, Places> _users = [];

    public ValueTask EnterAsync(UserId user, UserRoom room, CancellationToken cancellation)
    {
        lock (_gate)
        {
            Places its = PlacesOf(user);
            its.Rooms[room.Room.Value] = room.Seq;
            its.Claims.Remove(room.Room);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask LeaveAsync(UserId user, UserRoom left, CancellationToken cancellation)
    {
        Change(user, its =>
        {
            if (its.Rooms.TryGetValue(left.Room.Value, out long seq) && seq <= left.Seq)
                its.Rooms.Remove(left.Room.Value);
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask DropAsync(UserId user, UserRoom read, CancellationToken cancellation)
    {
        Change(user, its =>
        {
            if (its.Rooms.TryGetValue(read.Room.Value, out long seq) && seq == read.Seq)
                its.Rooms.Remove(read.Room.Value);
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<ImmutableArray<UserRoom>> ReadAsync(UserId user, CancellationToken cancellation)
    {
        lock (_gate)
        {
            return ValueTask.FromResult<ImmutableArray<UserRoom>>(
                _users.TryGetValue(user, out Places? its) ? [.. its.Rooms.Select(static one => new UserRoom(new RoomId(one.Key), one.Value))] : []);
        }
    }

    public ValueTask<RoomClaim> ClaimAsync(UserId user, RoomId room, int max, TimeSpan ttl, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            Places its = PlacesOf(user);
            if (its.Rooms.ContainsKey(room.Value))
                return ValueTask.FromResult(RoomClaim.IsMember);

            foreach (RoomId over in its.Claims.Where(one => one.Value <= now).Select(static one => one.Key).ToArray())
                its.Claims.Remove(over);

            if (!its.Claims.ContainsKey(room) && its.Rooms.Count + its.Claims.Count >= max)
                return ValueTask.FromResult(RoomClaim.Full);

            its.Claims[room] = now + ttl;
            return ValueTask.FromResult(RoomClaim.Granted);
        }
    }

    public ValueTask GiveBackAsync(UserId user, RoomId room, CancellationToken cancellation)
    {
        Change(user, its => its.Claims.Remove(room));
        return ValueTask.CompletedTask;
    }

    private Places PlacesOf(UserId user)
    {
        if (!_users.TryGetValue(user, out Places? its))
            _users[user] = its = new Places();
        return its;
    }

    private void Change(UserId user, Action<Places> change)
    {
        lock (_gate)
        {
            if (!_users.TryGetValue(user, out Places? its))
                return;

            change(its);
            if (its.Rooms.Count == 0 && its.Claims.Count == 0)
                _users.Remove(user);
        }
    }

    private sealed class Places
    {
        public SortedDictionary<string, long> Rooms { get; } = new(StringComparer.Ordinal);

        public Dictionary<RoomId, DateTimeOffset> Claims { get; } = [];
    }
}

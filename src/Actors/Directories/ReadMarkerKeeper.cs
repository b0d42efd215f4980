using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors.Directories;

/// <summary>
/// What members of this node's rooms have said of how far they have read, until it is stored: at once the first time, and then all of a room
/// together, once a second at most. Until then the room's owner knows it alone, and what it knows is lost with it.
/// </summary>
internal sealed partial class ReadMarkerKeeper(IReadMarkers store, TimingWheel wheel, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly Dictionary<RoomId, Room> _rooms = [];

    /// <summary>A member has read up to there.</summary>
    public void Mark(RoomWriter writer, UserId user, long seq)
    {
        Room? room;
        lock (_gate)
        {
            if (!_rooms.TryGetValue(writer.Room, out room))
                _rooms[writer.Room] = room = new Room(this);
            room.Writer = writer;
            room.Raise(new ReadMarker(user, seq));
            if (room.IsScheduled || room.IsBusy)
                return;

            room.IsBusy = true;
        }

        _ = StoreAsync(room);
    }

    /// <summary>No members any more: nothing of theirs is stored from now on.</summary>
    public void Forget(RoomId id, IEnumerable<UserId> users)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(id, out Room? room))
                return;

            foreach (UserId user in users)
                room.Forget(user);
        }
    }

    /// <summary>What the store may not have of these users' markers.</summary>
    public ImmutableArray<ReadMarker> Unstored(RoomId id, ImmutableArray<UserId> users)
    {
        lock (_gate)
            return _rooms.TryGetValue(id, out Room? room) ? [.. users.Select(room.Find).OfType<ReadMarker>()] : [];
    }

    /// <summary>The shard is another node's from now on: what is not stored yet is, as far as that can be done now.</summary>
    public async Task VacateAsync(ShardId shard)
    {
        List<Room> rooms = [];
        lock (_gate)
        {
            foreach ((RoomId id, Room room) in _rooms.Where(one => one.Value.Writer.Shard == shard).ToArray())
            {
                _rooms.Remove(id);
                rooms.Add(room);
            }
        }

        foreach (Room room in rooms)
        {
            wheel.Cancel(room);
            await StoreLastAsync(room);
        }
    }

    private async Task StoreLastAsync(Room room)
    {
        ImmutableArray<ReadMarker> last;
        lock (_gate)
            last = room.All();

        try
        {
            if (!last.IsEmpty)
                await store.RaiseAsync(room.Writer, last, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogLost(logger, e, room.Writer.Room, last.Length);
        }
    }

    private async Task StoreAsync(Room room)
    {
        ImmutableArray<ReadMarker> some;
        RoomWriter writer;
        lock (_gate)
            (some, writer, room.StoredAt) = (room.Take(), room.Writer, clock.GetUtcNow());

        bool isStored = some.IsEmpty;
        try
        {
            if (!isStored)
                await store.RaiseAsync(writer, some, CancellationToken.None);
            isStored = true;
        }
        catch (Exception e)
        {
            LogNotStored(logger, e, writer.Room, some.Length);
        }

        End(room, isStored);
    }

    private void End(Room room, bool isStored)
    {
        lock (_gate)
        {
            room.IsBusy = false;
            room.End(isStored);
            if (!_rooms.TryGetValue(room.Writer.Room, out Room? known) || known != room)
                return;

            // Also when nothing waits: the next one has to wait then.
            room.IsScheduled = true;
            TimeSpan since = clock.GetUtcNow() - room.StoredAt;
            wheel.Schedule(room, since >= Interval ? TimeSpan.Zero : Interval - (since > TimeSpan.Zero ? since : TimeSpan.Zero));
        }
    }

    private void OnDue(Room room)
    {
        lock (_gate)
        {
            room.IsScheduled = false;
            if (room.IsBusy || !_rooms.TryGetValue(room.Writer.Room, out Room? known) || known != room)
                return;

            if (room.IsEmpty)
            {
                _rooms.Remove(room.Writer.Room);
                return;
            }

            room.IsBusy = true;
        }

        _ = StoreAsync(room);
    }

    [LoggerMessage(1, LogLevel.Warning, "Room {RoomId}: {Count} read markers could not be stored; it is tried again")]
    private static partial void LogNotStored(ILogger logger, Exception e, RoomId roomId, int count);

    [LoggerMessage(2, LogLevel.Warning, "Room {RoomId}: {Count} read markers could not be stored and are lost: the room is another node's now")]
    private static partial void LogLost(ILogger logger, Exception e, RoomId roomId, int count);

    /// <summary>A room's markers that wait, or are on their way. All guarded by the keeper's gate.</summary>
    private sealed class Room(ReadMarkerKeeper keeper) : WheelEntry
    {
        public RoomWriter Writer;
        public DateTimeOffset StoredAt;
        public bool IsBusy;
        public bool IsScheduled;

        private Dictionary<UserId, long> _waiting = [];
        private Dictionary<UserId, long> _onTheirWay = [];

        public bool IsEmpty => _waiting.Count == 0;

        public void Raise(ReadMarker marker) => _waiting[marker.User] = Math.Max(_waiting.GetValueOrDefault(marker.User), marker.Seq);

        public void Forget(UserId user)
        {
            _waiting.Remove(user);
            _onTheirWay.Remove(user);
        }

        public ReadMarker? Find(UserId user) =>
            _waiting.TryGetValue(user, out long waiting) | _onTheirWay.TryGetValue(user, out long onItsWay)
                ? new ReadMarker(user, Math.Max(waiting, onItsWay))
                : null;

        public ImmutableArray<ReadMarker> Take()
        {
            (_onTheirWay, _waiting) = (_waiting, []);
            return Markers(_onTheirWay);
        }

        public void End(bool isStored)
        {
            foreach (ReadMarker marker in isStored ? [] : Markers(_onTheirWay))
                Raise(marker);
            _onTheirWay = [];
        }

        public ImmutableArray<ReadMarker> All()
        {
            End(isStored: false);
            return Take();
        }

        protected internal override void OnDue() => keeper.OnDue(this);

        private static ImmutableArray<ReadMarker> Markers(Dictionary<UserId, long> of) =>
            [.. of.OrderBy(static one => one.Key.Value, StringComparer.Ordinal).Select(static one => new ReadMarker(one.Key, one.Value))];
    }
}

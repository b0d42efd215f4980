using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>The list of public rooms in this process's memory.</summary>
public sealed class InMemoryPublicRooms(TimeProvider clock) : IPublicRooms
{
    /// <summary>No owner that has lost its shard is so late with what it had to say.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<RoomId, (long Term, ListedRoom? Listing)> _rooms = [];
    private readonly Queue<(RoomId Room, DateTimeOffset At)> _gone = new();

    public ValueTask SetAsync(RoomId room, long term, ListedRoom? listing, CancellationToken cancellation)
    {
        lock (_gate)
        {
            DateTimeOffset now = clock.GetUtcNow();
            ForgetGone(now);
            if (_rooms.TryGetValue(room, out var known) && known.Term > term)
                return ValueTask.CompletedTask;

            _rooms[room] = (term, listing);
            if (listing is not null)
            {
                _ids.Add(room.Value);
                return ValueTask.CompletedTask;
            }

            _ids.Remove(room.Value);
            _gone.Enqueue((room, now));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<ImmutableArray<ListedRoom>> ReadAsync(RoomId? after, int limit, CancellationToken cancellation)
    {
        lock (_gate)
        {
            IEnumerable<string> ids = after is { Value: var last } ? From(last) : _ids;
            return ValueTask.FromResult<ImmutableArray<ListedRoom>>([.. ids.Take(limit).Select(id => _rooms[new RoomId(id)].Listing!)]);
        }
    }

    private IEnumerable<string> From(string last) =>
        _ids.Count == 0 || string.CompareOrdinal(last, _ids.Max) >= 0 ? [] : _ids.GetViewBetween(last, _ids.Max).Where(id => id != last);

    private void ForgetGone(DateTimeOffset now)
    {
        while (_gone.TryPeek(out var oldest) && now - oldest.At > Remembered)
        {
            _gone.Dequeue();
            if (_rooms.TryGetValue(oldest.Room, out var known) && known.Listing is null)
                _rooms.Remove(oldest.Room);
        }
    }
}

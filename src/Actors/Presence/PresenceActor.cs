using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>
/// One user's presence: in which rooms their connections are, and what status they chose. Like a room it decides
/// and does nothing else; <see cref="PresenceHost"/> carries out what it announces.
/// <para>
/// A user is here once, however many tabs they have. When the last connection to a room breaks off, the
/// user lingers there for the grace time: whoever reconnects within it was never away.
/// </para>
/// </summary>
internal sealed class PresenceActor(TimeSpan grace)
{
    private readonly Dictionary<RoomId, Attendance> _rooms = [];

    public UserStatus Status { get; private set; } = UserStatus.Online;

    /// <summary>Whether there is nothing left to remember.</summary>
    public bool IsGone => _rooms.Count == 0;

    /// <summary>The rooms where the user is, or lingers, by name.</summary>
    public ImmutableArray<RoomId> Rooms => [.. _rooms.Keys.OrderBy(static room => room.Value, StringComparer.Ordinal)];

    /// <summary>A connection subscribed to a room.</summary>
    /// <param name="chosen">What its client chose before: counts for a user who is nowhere yet, so that nothing was remembered.</param>
    public IEnumerable<Announcement> Enter(RoomId room, UserStatus? chosen = null)
    {
        if (IsGone && chosen is not null)
            Status = chosen;

        if (_rooms.TryGetValue(room, out Attendance attendance))
        {
            _rooms[room] = new Attendance(attendance.Connections + 1, LingersUntil: null);
            return [];
        }

        _rooms[room] = new Attendance(Connections: 1, LingersUntil: null);
        return IsVisible ? [new Announcement(room, Status)] : [];
    }

    /// <summary>A connection left a room on purpose: nobody waits for it to come back.</summary>
    public IEnumerable<Announcement> Exit(RoomId room)
    {
        if (!_rooms.TryGetValue(room, out Attendance attendance))
            return [];

        if (attendance.Connections > 1)
        {
            _rooms[room] = attendance with { Connections = attendance.Connections - 1 };
            return [];
        }

        _rooms.Remove(room);
        return IsVisible ? [new Announcement(room, UserStatus.Offline)] : [];
    }

    /// <summary>A connection that was in these rooms broke off.</summary>
    public void BreakOff(IEnumerable<RoomId> rooms, DateTimeOffset now)
    {
        foreach (RoomId room in rooms)
        {
            if (!_rooms.TryGetValue(room, out Attendance attendance))
                continue;

            int left = attendance.Connections - 1;
            _rooms[room] = new Attendance(left, LingersUntil: left == 0 ? now + grace : null);
        }
    }

    public IEnumerable<Announcement> SetStatus(UserStatus status)
    {
        Status = status;
        return [.. _rooms.Keys.Select(room => new Announcement(room, status))];
    }

    /// <summary>Ends the stay where the grace time has passed.</summary>
    public IEnumerable<Announcement> Expire(DateTimeOffset now)
    {
        List<RoomId> over = [.. _rooms.Where(one => one.Value.LingersUntil <= now).Select(one => one.Key)];
        over.ForEach(room => _rooms.Remove(room));
        return IsVisible ? [.. over.Select(room => new Announcement(room, UserStatus.Offline))] : [];
    }

    /// <summary>When <see cref="Expire"/> is due; null when nobody lingers.</summary>
    public DateTimeOffset? NextExpiry() => _rooms.Values.Min(attendance => attendance.LingersUntil);

    private bool IsVisible => Status.Availability != Availability.Offline;

    private readonly record struct Attendance(int Connections, DateTimeOffset? LingersUntil);
}

/// <summary>Tell this room that the user's status there is this.</summary>
internal readonly record struct Announcement(RoomId Room, UserStatus Status);

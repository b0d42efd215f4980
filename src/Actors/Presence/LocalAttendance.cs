using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Actors.Presence;

/// <summary>
/// Where one user's connections to this node are, what status they chose, and whether they do anything: all that this node has to say
/// of the user. Every method answers whether there is something new to say.
/// <para>
/// Where the last connection broke off is kept for the grace time, so that an owner who takes the user's presence over
/// meanwhile still hears of it.
/// </para>
/// </summary>
internal sealed class LocalAttendance(TimeSpan grace)
{
    /// <summary>The stamp of a status that counts for a user who is nowhere yet, and gives way to any that somebody set.</summary>
    public const long RememberedStamp = 1;

    private CompactMap<RoomId, int> _connections;
    private CompactMap<RoomId, DateTimeOffset> _brokenAt;
    private DeviceCounts _devices;
    private UserStatus? _status;
    private long _stamp;
    private long _activeAt;

    /// <summary>Whether there is nothing to say of the user but that they are not here.</summary>
    public bool IsEmpty => _connections.Count == 0 && _brokenAt.Count == 0 && _devices.Total == 0;

    /// <summary>Whether all connections have been silent for so long that the user is taken to be away.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>When the user was last seen doing something here; the beginning of time for one who is not connected.</summary>
    public DateTimeOffset ActiveAt => new(_activeAt, TimeSpan.Zero);

    /// <summary>What was chosen since the user is here; null for nothing, or what is only remembered.</summary>
    public UserStatus? Chosen => _stamp > RememberedStamp ? _status : null;

    /// <param name="chosen">What the connection's client chose before.</param>
    /// <param name="activeAt">When its user last did something, which may be long ago where a session goes on.</param>
    public bool Connect(Devices device, UserStatus? chosen, DateTimeOffset activeAt)
    {
        Remember(chosen);
        _brokenAt.Remove(Anywhere.Room);
        return _devices.Add(device) | NoteActive(activeAt);
    }

    /// <summary>A connection turns out to be from something else.</summary>
    public bool ChangeDevice(Devices from, Devices to)
    {
        Devices before = _devices.All;
        _devices.Add(to);
        _devices.Remove(from);
        return _devices.All != before;
    }

    /// <summary>The user was doing something at that time.</summary>
    public bool NoteActive(DateTimeOffset at)
    {
        if (at.UtcTicks <= _activeAt)
            return false;

        _activeAt = at.UtcTicks;
        (bool wasIdle, IsIdle) = (IsIdle, false);
        return wasIdle;
    }

    /// <summary>The user may have fallen silent.</summary>
    /// <param name="awayAfter">For so long nobody who is here is silent; zero: it does not matter.</param>
    public bool NoteSilence(DateTimeOffset now, TimeSpan awayAfter)
    {
        if (IsIdle || awayAfter == TimeSpan.Zero || _devices.Total == 0 || now.UtcTicks - _activeAt < awayAfter.Ticks)
            return false;

        return IsIdle = true;
    }

    /// <summary>When <see cref="NoteSilence"/> may have something to do; null when it has not.</summary>
    public DateTimeOffset? NextSilence(TimeSpan awayAfter) =>
        IsIdle || awayAfter == TimeSpan.Zero || _devices.Total == 0 ? null : ActiveAt + awayAfter;

    /// <param name="chosen">What the connection's client chose before.</param>
    public bool Enter(RoomId room, UserStatus? chosen)
    {
        Remember(chosen);
        _brokenAt.Remove(room);
        _connections.TryGetValue(room, out int before);
        _connections.Set(room, before + 1);
        return before == 0;
    }

    public bool Exit(RoomId room)
    {
        if (!_connections.TryGetValue(room, out int connections))
            return false;

        if (connections > 1)
        {
            _connections.Set(room, connections - 1);
            return false;
        }

        return _connections.Remove(room);
    }

    /// <param name="rooms">Where the connection was.</param>
    /// <param name="device">What it was from; null for one that <see cref="Connect"/> has never told of.</param>
    public bool BreakOff(IEnumerable<RoomId> rooms, Devices? device, DateTimeOffset now)
    {
        bool isNews = device is { } its && _devices.Remove(its);
        if (device is not null && _devices.Total == 0)
        {
            _brokenAt.Set(Anywhere.Room, now);
            (IsIdle, _activeAt) = (false, 0);
        }

        foreach (RoomId room in rooms.Where(Exit))
        {
            _brokenAt.Set(room, now);
            isNews = true;
        }

        return isNews;
    }

    /// <summary>The newest word counts, whichever node it was said to: clocks differ, so it is above what is known as well.</summary>
    public bool SetStatus(UserStatus status, DateTimeOffset now)
    {
        (_status, _stamp) = (status, Math.Max(now.UtcTicks, _stamp + 1));
        return true;
    }

    /// <summary>What the user's presence holds to be their status.</summary>
    public void Adopt(UserStatus status, long stamp)
    {
        if (stamp >= _stamp)
            (_status, _stamp) = (status, stamp);
    }

    /// <summary>Forgets where the grace time is over; whoever knows of those stays ends them without being told.</summary>
    public void ForgetOver(DateTimeOffset now)
    {
        foreach (RoomId room in _brokenAt.Pairs.Where(one => one.Value + grace <= now).Select(one => one.Key).ToArray())
            _brokenAt.Remove(room);
    }

    /// <summary>When <see cref="ForgetOver"/> has something to do; null when nothing broke off.</summary>
    public DateTimeOffset? NextOver() => _brokenAt.Count == 0 ? null : _brokenAt.Pairs.Min(static one => one.Value) + grace;

    public PresenceReported Report(UserId user, string incarnation, long version, DateTimeOffset now) => new(
        user,
        incarnation,
        version,
        [.. Stays().OrderBy(static room => room.Value, StringComparer.Ordinal)],
        [.. _brokenAt.Pairs.OrderBy(static one => one.Key.Value, StringComparer.Ordinal)
            .Select(one => new BrokenStay(one.Key, now > one.Value ? now - one.Value : TimeSpan.Zero))],
        _status,
        _stamp)
    {
        Devices = _devices.All,
        IsIdle = IsIdle,
    };

    private IEnumerable<RoomId> Stays() => _devices.Total == 0 ? _connections.Keys : _connections.Keys.Append(Anywhere.Room);

    private void Remember(UserStatus? chosen)
    {
        if (_stamp == 0 && chosen is not null)
            (_status, _stamp) = (chosen, RememberedStamp);
    }
}

using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Actors.Presence;

/// <summary>
/// Where one user's connections to this node are, and what status they chose: all that this node has to say of the user. Every
/// method answers whether there is something new to say.
/// <para>
/// Where the last connection broke off is kept for the grace time, so that an owner who takes the user's presence over
/// meanwhile still hears of it.
/// </para>
/// </summary>
internal sealed class LocalAttendance(TimeSpan grace)
{
    /// <summary>The stamp of a status that counts for a user who is nowhere yet, and gives way to any that somebody set.</summary>
    public const long Remembered = 1;

    private CompactMap<RoomId, int> _connections;
    private CompactMap<RoomId, DateTimeOffset> _brokenAt;
    private UserStatus? _status;
    private long _stamp;

    /// <summary>Whether there is nothing to say of the user but that they are not here.</summary>
    public bool IsEmpty => _connections.Count == 0 && _brokenAt.Count == 0;

    /// <param name="chosen">What the connection's client chose before.</param>
    public bool Enter(RoomId room, UserStatus? chosen)
    {
        if (_stamp == 0 && chosen is not null)
            (_status, _stamp) = (chosen, Remembered);

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

    public bool BreakOff(IEnumerable<RoomId> rooms, DateTimeOffset now)
    {
        bool isNews = false;
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
        [.. _connections.Keys.OrderBy(static room => room.Value, StringComparer.Ordinal)],
        [.. _brokenAt.Pairs.OrderBy(static one => one.Key.Value, StringComparer.Ordinal)
            .Select(one => new BrokenStay(one.Key, now > one.Value ? now - one.Value : TimeSpan.Zero))],
        _status,
        _stamp);
}

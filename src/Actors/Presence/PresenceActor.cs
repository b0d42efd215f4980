using System.Collections.Immutable;
using Streaming.Actors.Collections;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;

namespace Streaming.Actors.Presence;

/// <summary>
/// One user's presence: in which rooms their connections are, through which nodes, and what status they chose. Like a room it
/// decides and does nothing else; <see cref="PresenceHost"/> carries out what it announces.
/// <para>
/// A user is here once, however many tabs they have and on however many nodes. When the last connection to a room breaks
/// off, or its node is gone, the user lingers there for the grace time: whoever reconnects within it, to whatever
/// node, was never away.
/// </para>
/// <para>
/// What others see is what the user chose, but for two things: who chose to be online is away while all their connections are idle, and
/// who chose to be offline cannot be told from one who is.
/// </para>
/// </summary>
internal sealed class PresenceActor(TimeSpan grace)
{
    private CompactMap<NodeId, Part> _parts;
    private CompactMap<RoomId, Stay> _rooms;
    private Devices _devices;
    private bool _isIdle;

    /// <summary>What the user chose.</summary>
    public UserStatus Status { get; private set; } = UserStatus.Online;

    /// <summary>What others see of a user who is somewhere.</summary>
    public UserStatus Shown { get; private set; } = UserStatus.Online;

    /// <summary>What others see.</summary>
    public UserStatus Seen => IsGone ? UserStatus.Offline : Shown;

    /// <summary>Rises with each status that somebody set; 0 while the user is nowhere.</summary>
    public long StatusStamp { get; private set; }

    /// <summary>Whether the user is nowhere, and does not linger anywhere.</summary>
    public bool IsGone => _rooms.Count == 0;

    /// <summary>The rooms where the user is, or lingers, by name.</summary>
    public ImmutableArray<RoomId> Rooms => [.. Stays.Where(static room => room != Anywhere.Room)];

    /// <summary>What was heard last of each node that has said something.</summary>
    public IEnumerable<(NodeId Node, long Version)> Heard =>
        _parts.Pairs.Select(static part => (part.Key, part.Value.Version)).OrderBy(static part => part.Key.Value, StringComparer.Ordinal);

    /// <summary>A node says where the user's connections to it are. What it has said already, or said before that, changes nothing.</summary>
    public IReadOnlyList<Announcement> Take(NodeId from, PresenceReported report, DateTimeOffset now)
    {
        bool isKnown = _parts.TryGetValue(from, out Part known);
        if (isKnown && known.Incarnation != report.Incarnation)
        {
            Lose(from, now);
            isKnown = false;
        }

        if (isKnown && report.Version <= known.Version)
            return [];

        bool wasGone = IsGone;
        bool wasVisible = IsVisible;
        _parts.Set(from, new Part(report.Incarnation, report.Version, report.Rooms, report.Devices, report.IsIdle));
        List<RoomId> entered = [.. report.Rooms.Where(room => Enter(room, from))];
        if (!isKnown)
            entered.AddRange(report.Broken.Where(stay => Linger(stay, now)).Select(static stay => stay.Room));

        List<RoomId> left = [];
        foreach (RoomId room in isKnown ? known.Rooms.Except(report.Rooms) : [])
        {
            if (report.Broken.Select(static stay => (BrokenStay?)stay).FirstOrDefault(stay => stay!.Value.Room == room) is { } broken)
                BreakOff(room, from, now - broken.Since + grace);
            else if (Exit(room, from))
                left.Add(room);
        }

        List<Announcement> announced = wasVisible ? [.. Tell(left, UserStatus.Offline)] : [];
        TakeStatus(report, wasGone);
        bool isOther = TryShow();
        if (isOther && !wasGone)
            announced.AddRange(Tell(Rooms, Shown));
        else if (IsVisible)
            announced.AddRange(Tell(entered, Shown));

        ForgetStatusIfGone();
        return [.. announced];
    }

    /// <summary>Somebody chooses for the user beside their connections. Only for one who is somewhere.</summary>
    public IReadOnlyList<Announcement> Set(UserStatus status, DateTimeOffset now)
    {
        (Status, StatusStamp) = (status, Math.Max(now.UtcTicks, StatusStamp + 1));
        return TryShow() ? [.. Tell(Rooms, Shown)] : [];
    }

    /// <summary>A node has left the cluster, or this life of it is over: the user's connections to it are broken.</summary>
    public void Lose(NodeId node, DateTimeOffset now)
    {
        if (!_parts.Remove(node, out Part part))
            return;

        foreach (RoomId room in part.Rooms)
            BreakOff(room, node, now + grace);
    }

    /// <summary>Breaks with every node that <paramref name="lives"/> does not know in the life that it reported from.</summary>
    /// <returns>What is to be told where other nodes still have the user; null when there was no such node.</returns>
    public IReadOnlyList<Announcement>? LoseGone(Func<NodeId, string, bool> lives, DateTimeOffset now)
    {
        if (_parts.Pairs.All(part => lives(part.Key, part.Value.Incarnation)))
            return null;

        foreach ((NodeId node, Part part) in _parts.Pairs.ToArray())
        {
            if (!lives(node, part.Incarnation))
                Lose(node, now);
        }

        return TryShow() ? [.. Tell(Rooms, Shown)] : [];
    }

    /// <summary>Ends the stay where the grace time has passed.</summary>
    public IReadOnlyList<Announcement> Expire(DateTimeOffset now)
    {
        bool wasVisible = IsVisible;
        List<RoomId> over = [.. Stays.Where(room => _rooms.TryGetValue(room, out Stay stay) && stay.LingersUntil <= now)];
        over.ForEach(room => _rooms.Remove(room));
        ForgetStatusIfGone();
        return wasVisible ? [.. Tell(over, UserStatus.Offline)] : [];
    }

    /// <summary>When <see cref="Expire"/> is due; null when nobody lingers.</summary>
    public DateTimeOffset? NextExpiry() => _rooms.Pairs.Min(static one => one.Value.LingersUntil);

    /// <summary>What a room that has forgotten everything has to be told; null when the user is not there.</summary>
    public Announcement? Again(RoomId room) =>
        !_rooms.ContainsKey(room) ? null : new Announcement(room, Shown);

    private IEnumerable<RoomId> Stays => _rooms.Keys.OrderBy(static room => room.Value, StringComparer.Ordinal);

    private bool IsVisible => Shown.Availability != Availability.Offline;

    private static IEnumerable<Announcement> Tell(IEnumerable<RoomId> rooms, UserStatus status) =>
        rooms.Where(static room => room != Anywhere.Room).Select(room => new Announcement(room, status));

    /// <summary>Puts together what others see. Who lingers, and has no connection, is seen as before.</summary>
    /// <returns>Whether it is something else than before.</returns>
    private bool TryShow()
    {
        UserStatus before = Shown;
        if (_parts.Pairs.Any(static part => !part.Value.Rooms.IsEmpty))
        {
            _devices = _parts.Pairs.Aggregate(Devices.None, static (all, part) => all | part.Value.Devices);
            _isIdle = _parts.Pairs.All(static part => part.Value.Rooms.IsEmpty || part.Value.IsIdle);
        }

        Shown = Status.Availability switch
        {
            Availability.Offline => UserStatus.Offline,
            Availability.Online when _isIdle => Status with { Availability = Availability.Away, Devices = _devices },
            _ => Status with { Devices = _devices },
        };
        return Shown != before;
    }

    /// <returns>Whether the user was not in the room before.</returns>
    private bool Enter(RoomId room, NodeId through)
    {
        bool isKnown = _rooms.TryGetValue(room, out Stay stay);
        if (!isKnown || !stay.Through.Contains(through))
            _rooms.Set(room, new Stay(isKnown ? stay.Through.Add(through) : [through], LingersUntil: null));

        return !isKnown;
    }

    /// <summary>
    /// A break that the presence's owner before has heard of, and this one has not. Only a node's first word can bring one: what
    /// comes later has been seen as it happened, and may have been overtaken by a leaving on purpose elsewhere.
    /// </summary>
    private bool Linger(BrokenStay stay, DateTimeOffset now)
    {
        DateTimeOffset until = now - stay.Since + grace;
        return until > now && _rooms.TryAdd(stay.Room, new Stay([], until));
    }

    private void BreakOff(RoomId room, NodeId from, DateTimeOffset lingersUntil)
    {
        if (!_rooms.TryGetValue(room, out Stay stay) || !stay.Through.Contains(from))
            return;

        ImmutableArray<NodeId> rest = stay.Through.Remove(from);
        _rooms.Set(room, new Stay(rest, rest.IsEmpty ? lingersUntil : null));
    }

    /// <returns>Whether that was the last connection: nobody waits for one that left on purpose to come back.</returns>
    private bool Exit(RoomId room, NodeId from)
    {
        if (!_rooms.TryGetValue(room, out Stay stay) || !stay.Through.Contains(from))
            return false;

        ImmutableArray<NodeId> rest = stay.Through.Remove(from);
        if (rest.IsEmpty)
            return _rooms.Remove(room);

        _rooms.Set(room, new Stay(rest, LingersUntil: null));
        return false;
    }

    private void TakeStatus(PresenceReported report, bool wasGone)
    {
        if (wasGone)
            (Status, StatusStamp) = (report.Status ?? UserStatus.Online, Math.Max(LocalAttendance.RememberedStamp, report.StatusStamp));
        else if (report.StatusStamp > StatusStamp && report.Status is { } newer)
            (Status, StatusStamp) = (newer, report.StatusStamp);
    }

    private void ForgetStatusIfGone()
    {
        if (!IsGone)
            return;

        (Status, Shown, StatusStamp) = (UserStatus.Online, UserStatus.Online, 0);
        (_devices, _isIdle) = (Devices.None, false);
    }

    /// <summary>What one node has said last.</summary>
    private readonly record struct Part(string Incarnation, long Version, ImmutableArray<RoomId> Rooms, Devices Devices, bool IsIdle);

    /// <param name="Through">The nodes with a connection to the room; empty while the user lingers.</param>
    private readonly record struct Stay(ImmutableArray<NodeId> Through, DateTimeOffset? LingersUntil);
}

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>One of the generator's connections.</summary>
/// <param name="number">From 0.</param>
/// <param name="node">Which of the server's nodes it goes to.</param>
internal sealed class ClientConnection(int number, int node)
{
    private readonly List<Membership> _memberships = new(1);
    private Dictionary<Room, Membership>? _byRoom;

    public int Number => number;

    public int Node => node;

    public int Socket { get; set; } = -1;

    public ConnectionStep Step { get; set; }

    public ReadingHabit Habit { get; init; }

    public IReadOnlyList<Membership> Memberships => _memberships;

    /// <summary>Of what it has published.</summary>
    public AckSheet Acks { get; } = new();

    /// <summary>How many of its rooms it has joined.</summary>
    public int JoinedCount { get; set; }

    /// <summary>It is not connected yet, or has rooms to join.</summary>
    public bool IsIncomplete => Step < ConnectionStep.Ready || (Step == ConnectionStep.Ready && JoinedCount < _memberships.Count);

    /// <summary>It is going to be left unread, or almost.</summary>
    public bool IsSlow => Habit is ReadingHabit.Never or ReadingHabit.Dripping;

    /// <summary>The beginning of what has not come whole.</summary>
    public ByteQueue Incoming { get; } = new();

    /// <summary>How many of those bytes were looked at and wait for the frame after them.</summary>
    public int GluedLength { get; set; }

    public ByteQueue Outgoing { get; } = new();

    /// <summary>It was left unread, and what it is sent now is thrown away: only its end matters.</summary>
    public bool IsDiscarding { get; set; }

    /// <summary>Is among those whose outgoing bytes leave at the end of the turn.</summary>
    public bool IsFlushDue { get; set; }

    /// <summary>The socket took no more, and tells when it does.</summary>
    public bool WaitsForRoom { get; set; }

    public Membership Enter(Room room, bool isListening)
    {
        var membership = new Membership(room, isListening);
        _memberships.Add(membership);
        if (isListening && Habit == ReadingHabit.Prompt)
            room.ListenerCount++;

        // Most are in one room.
        if (_memberships.Count == 2)
            _byRoom = new Dictionary<Room, Membership> { [_memberships[0].Room] = _memberships[0] };
        _byRoom?.Add(room, membership);
        return membership;
    }

    public Membership? In(Room room)
    {
        if (_byRoom is not null)
            return _byRoom.GetValueOrDefault(room);
        return _memberships.Count == 1 && _memberships[0].Room == room ? _memberships[0] : null;
    }
}

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>One publisher's messages into one room.</summary>
/// <param name="slot">Its number among the room's streams.</param>
internal sealed class PublishedStream(int id, ClientConnection publisher, Room room, int slot)
{
    /// <summary>The most messages that may be in flight where somebody asks for it: a power of two.</summary>
    public const int MostInFlight = 1024;

    /// <summary>How many listeners do not have each of the last messages yet; null where nobody asks.</summary>
    private int[]? _missing;

    public int Id => id;

    public ClientConnection Publisher => publisher;

    public Room Room => room;

    public int Slot => slot;

    /// <summary>Messages published so far, and so the sequence of the next.</summary>
    public int SentCount { get; private set; }

    /// <summary>Messages that all listeners of the room have.</summary>
    public int CompleteCount { get; private set; }

    public int InFlight => SentCount - CompleteCount;

    /// <summary>From now on <see cref="CompleteCount"/> is kept. Only while nothing is in flight.</summary>
    public void CountInFlight()
    {
        _missing ??= new int[MostInFlight];
        CompleteCount = SentCount;
    }

    /// <returns>The message's sequence.</returns>
    public int Send()
    {
        if (_missing is not null)
            _missing[SentCount % MostInFlight] = room.ListenerCount;
        return SentCount++;
    }

    /// <returns>True: with this listener all have the message.</returns>
    public bool Arrived(int sequence)
    {
        if (_missing is null || --_missing[sequence % MostInFlight] != 0)
            return false;
        CompleteCount++;
        return true;
    }
}

using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// The last events that a room was told to be in its log. A store that restarts may come back without its last moments
/// (Redis with <c>appendfsync everysec</c>: one second, two under load); what it has lost is written again from
/// here. What is older than that is not kept, nor more than a store can be written again in one go.
/// </summary>
internal sealed class CommittedTail
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);
    private const int MaxEvents = 2_048;
    private const int MaxBytes = 1024 * 1024;

    private readonly Queue<(RoomEvent Event, DateTimeOffset At)> _events = new();
    private int _bytes;

    /// <summary>The epoch that the events belong to.</summary>
    public Epoch Epoch { get; private set; }

    /// <summary>The newest event's seq, kept or not; 0 before the first.</summary>
    public long LastSeq { get; private set; }

    private long FirstSeq => LastSeq - _events.Count + 1;

    /// <summary>These follow what is there; else everything before is forgotten.</summary>
    public void Add(Epoch epoch, ImmutableArray<RoomEvent> events, DateTimeOffset now)
    {
        if (epoch != Epoch || events[0].Seq != LastSeq + 1)
            Begin(epoch, events[0].Seq - 1);

        foreach (RoomEvent e in events)
        {
            _events.Enqueue((e, now));
            _bytes += e.Weight;
        }

        LastSeq = events[^1].Seq;
        while (_events.Count > 0 && (_events.Count > MaxEvents || _bytes > MaxBytes || now - _events.Peek().At > Kept))
            _bytes -= _events.Dequeue().Event.Weight;
    }

    /// <summary>The log is known to end here: what was kept of another one means nothing.</summary>
    public void Begin(Epoch epoch, long lastSeq)
    {
        if (epoch == Epoch && lastSeq == LastSeq)
            return;

        _events.Clear();
        (Epoch, LastSeq, _bytes) = (epoch, lastSeq, 0);
    }

    /// <summary>Everything after <paramref name="seq"/>; null when that is not all kept.</summary>
    public ImmutableArray<RoomEvent>? After(long seq) =>
        seq < FirstSeq - 1 ? null : [.. _events.Select(static one => one.Event).SkipWhile(e => e.Seq <= seq)];
}

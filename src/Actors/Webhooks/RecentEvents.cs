using System.Collections.Immutable;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// The newest events of a log, as their room committed them: what is delivered at once need not be read from the log. Few: whoever is
/// behind reads.
/// </summary>
internal sealed class RecentEvents
{
    private const int MaxEvents = 64;
    private const int MaxBytes = 256 * 1024;

    private readonly Queue<RoomEvent> _events = new();
    private long _lastSeq;
    private int _bytes;

    public long? FirstSeq => _events.TryPeek(out RoomEvent? first) ? first.Seq : null;

    /// <summary>These follow what is there, or take its place.</summary>
    public void Add(ImmutableArray<RoomEvent> events)
    {
        if (events[0].Seq != _lastSeq + 1)
            Clear();
        _lastSeq = events[^1].Seq;

        foreach (RoomEvent e in events)
        {
            _events.Enqueue(e);
            _bytes += e.Weight;
        }

        Redact(RoomAppend.RedactedBy(events));

        while (_events.Count > MaxEvents || _bytes > MaxBytes)
            _bytes -= _events.Dequeue().Weight;
    }

    /// <summary>All that follows <paramref name="seq"/> without a gap; empty when that is not here.</summary>
    public ImmutableArray<RoomEvent> After(long seq) =>
        FirstSeq <= seq + 1 ? [.. _events.SkipWhile(e => e.Seq <= seq)] : [];

    /// <summary>Lets go of everything up to <paramref name="seq"/>.</summary>
    public void Forget(long seq)
    {
        while (_events.TryPeek(out RoomEvent? first) && first.Seq <= seq)
            _bytes -= _events.Dequeue().Weight;
    }

    public void Clear()
    {
        _events.Clear();
        _bytes = 0;
    }

    /// <summary>What the log does when these come in: a deletion holds for what waits here too.</summary>
    private void Redact(ImmutableArray<long> seqs)
    {
        if (seqs.IsEmpty)
            return;

        for (int left = _events.Count; left > 0; left--)
        {
            RoomEvent e = _events.Dequeue();
            RoomEvent kept = seqs.Contains(e.Seq) ? e.WithoutContent() : e;
            _bytes += kept.Weight - e.Weight;
            _events.Enqueue(kept);
        }
    }
}

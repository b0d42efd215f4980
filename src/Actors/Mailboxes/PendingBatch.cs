using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// What was decided and is not in the log yet: the events of one append, and the answers that wait for
/// it. An answer may wait without events of its own, when it was decided on a state that the log has not
/// confirmed.
/// </summary>
internal sealed class PendingBatch
{
    /// <summary>
    /// Bounds of one append. Large enough to amortise a round trip over a burst, small enough that the
    /// log's script (which blocks its server) stays far below a millisecond.
    /// </summary>
    private const int MaxEvents = 256;
    private const int MaxBytes = 512 * 1024;

    private readonly List<RoomEvent> _events = [];
    private readonly List<(RoomEnvelope Envelope, RoomReply Reply)> _answers = [];
    private int _bytes;

    public bool HasEvents => _events.Count > 0;

    public bool IsEmpty => _answers.Count == 0 && _events.Count == 0;

    public bool IsFull => _events.Count >= MaxEvents || _bytes >= MaxBytes;

    /// <summary>Whether the directory has to hear of it.</summary>
    public bool ConcernsDirectory { get; private set; }

    /// <summary>The room as it was, where this batch deletes it.</summary>
    public RoomState? Deleted { get; set; }

    /// <summary>The room as this batch leaves it.</summary>
    public RoomState? StateAfter { get; set; }

    public void Add(RoomEnvelope envelope, RoomReply reply) => _answers.Add((envelope, reply));

    public void Add(RoomEvent e)
    {
        _events.Add(e);
        _bytes += e.Weight;
        ConcernsDirectory |= e is not MessagePublished && DirectoryNews.Concerns(e);
    }

    /// <summary>The events, which are no longer this batch's from then on.</summary>
    public ImmutableArray<RoomEvent> SealEvents()
    {
        ImmutableArray<RoomEvent> events = [.. _events];
        _events.Clear();
        return events;
    }

    public IEnumerable<RoomEnvelope> Envelopes => _answers.Select(answer => answer.Envelope);

    public void Answer()
    {
        foreach ((RoomEnvelope envelope, RoomReply reply) in _answers)
            envelope.Answer(reply);
    }

    /// <summary>Makes it as good as new, or not worth keeping: a burst must not hold its memory in every room that had one.</summary>
    public bool TryReuse()
    {
        if (_answers.Capacity > MaxEvents || _events.Capacity > MaxEvents)
            return false;

        _answers.Clear();
        (StateAfter, Deleted, ConcernsDirectory, _bytes) = (null, null, false, 0);
        return true;
    }
}

using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Simulation.Logs;

/// <summary>What is in one room's log, and all that ever was.</summary>
internal sealed class ArchivedRoom(RoomId room)
{
    private readonly Dictionary<(Epoch Epoch, long Seq), List<RoomEvent>> _ever = [];
    private readonly HashSet<long> _redacted = [];
    private readonly HashSet<RoomEvent> _lost = new(ReferenceEqualityComparer.Instance);

    public RoomId Room { get; } = room;

    public Epoch? Epoch { get; private set; }

    /// <summary>Epochs in the order in which they began, the one of now last.</summary>
    public List<Epoch> Epochs { get; } = [];

    /// <summary>Not cut off by a loss; the first has seq 1 if all is well. Trimmed ones are among them.</summary>
    public List<RoomEvent> Events { get; } = [];

    /// <summary>The oldest entry that was not trimmed. It rises, except when a restart undoes a trim.</summary>
    public long FirstSeq { get; private set; } = 1;

    /// <summary>The highest that <see cref="FirstSeq"/> ever was.</summary>
    public long TrimmedBelow { get; private set; } = 1;

    public long Head => Events.Count;

    public RoomEvent? At(long seq) => seq >= 1 && seq <= Events.Count ? Events[(int)seq - 1] : null;

    /// <summary>The room by its log, up to a seq.</summary>
    public RoomState StateAt(long seq) =>
        Events.Take((int)seq).Aggregate(RoomState.Absent(Room, Epochs.FirstOrDefault()), static (state, e) => state.Apply(e));

    /// <summary>Whether something was ever written that takes the content from this place.</summary>
    public bool WasRedacted(long seq) => _redacted.Contains(seq);

    /// <summary>What was ever written at this place: more than one, where the log lost what was there.</summary>
    public IReadOnlyList<RoomEvent> Ever(Epoch epoch, long seq) => _ever.GetValueOrDefault((epoch, seq)) ?? [];

    /// <summary>Whether the store lost it at some time.</summary>
    public bool WasLost(RoomEvent e) => _lost.Contains(e);

    public void Append(Epoch epoch, IEnumerable<RoomEvent> events)
    {
        Begin(epoch);
        foreach (RoomEvent e in events)
        {
            Events.Add(e);
            Note(epoch, e);
        }
    }

    /// <param name="takesAll">The newest entry was to go as well: it stays, without its content.</param>
    public void Trim(long firstSeq, bool takesAll)
    {
        (FirstSeq, TrimmedBelow) = (firstSeq, Math.Max(firstSeq, TrimmedBelow));
        if (takesAll)
            _redacted.Add(Head);
    }

    /// <summary>The log is gone, on purpose: what was in it was not lost.</summary>
    public void Delete()
    {
        Events.Clear();
        (Epoch, FirstSeq) = (null, 1);
    }

    public void Renew(Epoch epoch)
    {
        Begin(epoch);
        foreach (RoomEvent e in Events)
            Note(epoch, e);
    }

    /// <summary>The store has gone back to where the log ended at <paramref name="head"/>.</summary>
    public void GoBackTo(Epoch? epoch, long head, long firstSeq)
    {
        _lost.UnionWith(Events.Skip((int)head));
        Events.RemoveRange((int)head, Events.Count - (int)head);
        (Epoch, FirstSeq) = (epoch, firstSeq);
    }

    private void Begin(Epoch epoch)
    {
        if (Epoch == epoch)
            return;

        Epoch = epoch;
        if (!Epochs.Contains(epoch))
            Epochs.Add(epoch);
    }

    private void Note(Epoch epoch, RoomEvent e)
    {
        if (!_ever.TryGetValue((epoch, e.Seq), out List<RoomEvent>? written))
            _ever[(epoch, e.Seq)] = written = [];
        _redacted.UnionWith(e.Redacts);
        if (!written.Contains(e, ReferenceEqualityComparer.Instance))
            written.Add(e);
    }
}

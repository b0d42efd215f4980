using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Logs;

/// <summary>One walk of <see cref="LogVerifier"/>: where it is, the room so far, and what it has found.</summary>
internal sealed class LogWalk
{
    private readonly ImmutableArray<LogFinding>.Builder _findings = ImmutableArray.CreateBuilder<LogFinding>();
    private readonly Dictionary<(UserId, RequestId, Type), (long Seq, DateTimeOffset At)> _requests = [];
    private readonly LogPage _first;
    private readonly RoomSnapshot? _snapshot;

    /// <summary>The room after the entries so far; null below a snapshot that stands for what was trimmed.</summary>
    private RoomState? _state;

    /// <summary>After an error the state is a guess, and not compared with a snapshot.</summary>
    private bool _isStateSure = true;

    public LogWalk(RoomId room, LogPage first, RoomSnapshot? snapshot)
    {
        (Room, _first) = (room, first);
        (Position, LastSeq) = (first.FirstSeq - 1, first.LastSeq);
        _snapshot = Usable(snapshot);
        if (first.Epoch is { } epoch && first.FirstSeq == 1)
            _state = RoomState.Absent(room, epoch);
        else if (first.FirstSeq > (_snapshot?.State.Head ?? 0) + 1)
            Find(LogFault.Unrecoverable, first.FirstSeq, "the log begins here, and no snapshot holds what was before");
        else if (_snapshot?.State.Head == Position)
            _state = _snapshot.State;
    }

    public RoomId Room { get; }

    /// <summary>The seq of the last entry taken.</summary>
    public long Position { get; private set; }

    /// <summary>Where the log ended when it was last read.</summary>
    public long LastSeq { get; private set; }

    public long Entries { get; private set; }

    public bool IsFull => _findings.Count >= LogVerifier.MaxFindings;

    public ImmutableArray<LogFinding> Findings => _findings.ToImmutable();

    /// <summary>The log has grown meanwhile.</summary>
    public void Extend(long lastSeq) => LastSeq = Math.Max(LastSeq, lastSeq);

    public void Take(RoomEvent e)
    {
        Entries++;
        if (e.Seq <= Position)
        {
            Find(LogFault.OutOfOrder, e.Seq, $"this entry stands after {Position}");
            return;
        }

        if (e.Seq > Position + 1)
            FindMissing(Position + 1, e.Seq - 1);

        Position = e.Seq;
        if (e is EntryUnreadable)
            Find(LogFault.Unreadable, e.Seq, "this entry cannot be read: edited by hand, damaged, or of a newer release");
        LookForDouble(e);
        Apply(e);
        CompareWithSnapshot();
    }

    public void End(RoomDescription? owner)
    {
        if (Position < LastSeq && !IsFull)
            FindMissing(Position + 1, LastSeq);
        if (_first.IsInDoubt)
            Find(LogFault.InDoubt, LastSeq, "the store may have lost what came after; the room goes on under a new epoch when it is next loaded");
        if (owner is { Exists: true } && owner.Epoch == (_first.Epoch ?? owner.Epoch) && owner.Head > LastSeq)
            Find(LogFault.BehindOwner, owner.Head, $"the owner has given out seqs up to this one, and the log ends at {LastSeq}");
    }

    private RoomSnapshot? Usable(RoomSnapshot? snapshot)
    {
        if (snapshot is null || (snapshot.State.Epoch == _first.Epoch && snapshot.State.Head <= _first.LastSeq))
            return snapshot;

        Find(
            LogFault.SnapshotUnusable,
            snapshot.State.Head,
            snapshot.State.Epoch == _first.Epoch
                ? $"a snapshot stands here, and the log ends at {_first.LastSeq}"
                : $"a snapshot of epoch {snapshot.State.Epoch} stands here, and the log's is {_first.Epoch?.Value ?? "none"}");
        return null;
    }

    private void Apply(RoomEvent e)
    {
        if (_state is null)
            return;

        try
        {
            // Where something was missing, the entry is judged as if it were not.
            _state = (_state with { Head = e.Seq - 1 }).Apply(e);
            if (e is RoomCreated && e.Seq != 1)
                Find(LogFault.NotApplicable, e.Seq, "the room is created here, and was there before");
            else if (e is not (RoomCreated or EntryUnreadable) && e.Seq == 1)
                Find(LogFault.NotApplicable, e.Seq, "the log does not begin with the room's creation");
        }
        catch (InvalidOperationException exception)
        {
            Find(LogFault.NotApplicable, e.Seq, exception.Message);
            _state = _state with { Head = e.Seq };
        }
    }

    private void CompareWithSnapshot()
    {
        if (_snapshot is null || _snapshot.State.Head != Position)
            return;

        if (_state is not null && _isStateSure && !IsSame(_state, _snapshot.State))
            Find(LogFault.SnapshotDiffers, Position, "the snapshot here has other members, or another owner, than the entries up to here make");

        _state = _snapshot.State;
        _isStateSure = true;
    }

    private static bool IsSame(RoomState a, RoomState b) =>
        a.Owner == b.Owner
        && a.Members.Count == b.Members.Count
        && a.Members.All(one => b.Members.TryGetValue(one.Key, out Member? other) && other.Role == one.Value.Role);

    private void LookForDouble(RoomEvent e)
    {
        // Only what a retry must not repeat; the server's own entries may share an id.
        if (e is not (MessagePublished or MemberLeft or MessageAnnotated or MemberModerated) || string.IsNullOrEmpty(e.Request.Value))
            return;

        var key = (e.By, e.Request, e.GetType());
        if (_requests.TryGetValue(key, out var first) && e.Timestamp - first.At < RecentRequests.Window)
            Find(LogFault.DoubledRequest, e.Seq, $"request {e.Request} of {e.By} is in the log at {first.Seq} already");

        _requests[key] = (e.Seq, e.Timestamp);
    }

    private void FindMissing(long from, long to) => Find(
        LogFault.Missing, from, from == to ? "this entry is missing" : $"the entries from this one to {to} are missing");

    private void Find(LogFault fault, long seq, string detail)
    {
        var finding = new LogFinding(fault, seq, detail);
        _isStateSure &= !finding.IsError;
        _findings.Add(finding);
    }
}

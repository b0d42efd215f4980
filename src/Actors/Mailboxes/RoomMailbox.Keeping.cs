using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

internal sealed partial class RoomMailbox
{
    /// <summary>
    /// A snapshot copies members and remembered requests, so it is taken when there are enough new events to
    /// save reading, and not more often than this; but always before the log grows by half of what it may keep.
    /// </summary>
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromSeconds(5);
    private const int SnapshotAfterEvents = 500;

    /// <summary>Remembered requests that a snapshot may copy for each new event: copying many more would cost more than the event's own append.</summary>
    private const int RequestsPerEvent = 8;

    // Shared with callers; guarded by the gate.
    private bool _mustLookForAge;

    // Touched only in a turn.
    private bool _looksForAge;
    private long _firstSeq = 1;
    private long _snapshotSeq;
    private DateTimeOffset _snapshotDue;
    private bool _snapshotting;

    private int KeptEntries => _channel?.KeptMessages ?? _context.Options.MaxLogEntries;

    /// <summary>Has the log lose what is too old, as soon as the room is in memory. No use that keeps it there.</summary>
    public void LookForAge()
    {
        lock (_gate)
        {
            _mustLookForAge = true;
            ScheduleUnderGate();
        }
    }

    /// <summary>In a quiet room; in a busy one the next commit does it.</summary>
    private void LookForAgeIfAsked()
    {
        if (_looksForAge && _status == MailboxStatus.Ready && !_isLeaving && Holds && _inFlight is null && !_open.HasEvents)
            KeepLogShort(_state);
    }

    private void KeepLogShort(RoomState committed)
    {
        long sinceSnapshot = committed.Head - _snapshotSeq;
        bool isDue = committed.IsDeleted || sinceSnapshot >= Math.Max(1, KeptEntries / 2)
            || (sinceSnapshot >= Math.Max(SnapshotAfterEvents, _requests.Count / RequestsPerEvent) && _now >= _snapshotDue);
        if (_snapshotting || (!isDue && !_looksForAge))
            return;

        _snapshotting = true;
        if (isDue)
            _snapshotDue = _now + SnapshotInterval;
        (bool looksForAge, _looksForAge) = (_looksForAge, false);
        _ = KeepLogShortAsync(new RoomSnapshot(committed.ForgetBelow(_firstSeq), _requests.UpTo(committed.Head)), isDue, looksForAge);
    }

    private async Task KeepLogShortAsync(RoomSnapshot snapshot, bool isDue, bool looksForAge)
    {
        SnapshotOutcome outcome = await _context.Keeper.KeepAsync(
            _writer, snapshot, new SnapshotOutcome(_snapshotSeq, _firstSeq, _erasures), KeptEntries, isDue, looksForAge);
        lock (_gate)
        {
            _snapshotEnded = outcome;
            ScheduleUnderGate();
        }
    }

    private void OnSnapshotEnded(SnapshotOutcome outcome)
    {
        _snapshotting = false;
        if (outcome.Erasures != _erasures)
            return;

        // The room may have been read anew meanwhile, and know more.
        _snapshotSeq = Math.Max(_snapshotSeq, outcome.SnapshotSeq);
        _firstSeq = Math.Max(_firstSeq, outcome.FirstSeq);
        _state = _state.ForgetBelow(_firstSeq);
    }
}

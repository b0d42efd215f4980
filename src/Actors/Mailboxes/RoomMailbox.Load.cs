using System.Collections.Immutable;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

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

    private long _firstSeq = 1;
    private long _snapshotSeq;
    private DateTimeOffset _snapshotDue;
    private bool _snapshotting;

    private int KeptEntries => _channel?.KeptMessages ?? _context.Options.MaxLogEntries;

    private void BeginLoad()
    {
        (_status, _loadsForDebt) = (MailboxStatus.Loading, false);
        _ = LoadAsync();
    }

    private async Task LoadAsync()
    {
        LoadOutcome outcome;
        try
        {
            outcome = new LoadOutcome(await _context.Loader.LoadAsync(_writer, _tail, CancellationToken.None), Failure: null);
        }
        catch (Exception e)
        {
            outcome = new LoadOutcome(Room: null, e);
        }

        lock (_gate)
        {
            _loadEnded = outcome;
            ScheduleUnderGate();
        }
    }

    private void OnLoadEnded(LoadOutcome outcome)
    {
        if (outcome is { Room: null, Failure: null })
        {
            LogFenced(_context.Logger, Room, Shard, ShardTerm.NumberOf(_writer.Term));
            MoveAway();
            _context.Fenced(Shard, _writer.Term);
            return;
        }

        if (outcome.Room is not { } room)
        {
            _status = MailboxStatus.Unloaded;
            _headTold = true;
            LogLoadFailed(_context.Logger, outcome.Failure!, Room);
            FailVerification(outcome.Failure!);
            LeaveDebt();

            // Nobody is left waiting: the next command tries again.
            foreach (RoomEnvelope envelope in TakeAllWaiting())
                envelope.Answer(new RoomReply.Unavailable("the room's log cannot be read now"));
            return;
        }

        _status = MailboxStatus.Ready;
        _lastUsed = _now;
        if (!room.State.Exists)
            _roster.NeedsNoRebuilding();
        _state = room.State;
        _requests = room.Requests;
        _committedSeq = room.State.Head;
        _firstSeq = room.FirstSeq;
        _snapshotSeq = room.SnapshotSeq;

        // An append whose outcome was unknown may have been written without anybody having been told.
        _headTold = false;
        _headDue = _now;

        if (room.Lost.IsEmpty)
        {
            _tail.Begin(_state.Epoch, _state.Head);
            OnLogConfirmed();
        }
        else
        {
            LogWrittenAgain(_context.Logger, Room, room.Lost[0].Seq, room.Lost[^1].Seq);
            WriteAgain(room.Lost);
        }

        if (_unknown.Events is [var first, ..] && _unknown.Epoch == _state.Epoch && first.Seq == _state.Head + 1)
            WriteAgain(_unknown.Events);
        _unknown = (default, []);
        if (IsObserved && room.State.Exists)
            TellLoaded();
    }

    /// <summary>
    /// What the store had confirmed and lost, or may have had, goes out again as the next batch, and what is decided from here on follows
    /// it. Listeners that had it drop it as doubled.
    /// </summary>
    private void WriteAgain(ImmutableArray<RoomEvent> events)
    {
        foreach (RoomEvent e in events)
        {
            NoteDeletion(e);
            _state = _state.Apply(e);
            _requests.Remember(e);
            _open.Add(e);
        }
    }

    /// <summary>Snapshots and trims, in this order: an entry goes only when a snapshot holds what it did.</summary>
    private void KeepLogShort(RoomState committed)
    {
        long sinceSnapshot = committed.Head - _snapshotSeq;
        bool isDue = sinceSnapshot >= Math.Max(1, KeptEntries / 2)
            || (sinceSnapshot >= Math.Max(SnapshotAfterEvents, _requests.Count / RequestsPerEvent) && _now >= _snapshotDue);
        if (_snapshotting || !isDue)
            return;

        _snapshotting = true;
        _snapshotDue = _now + SnapshotInterval;
        _ = SnapshotAndTrimAsync(new RoomSnapshot(committed, _requests.UpTo(committed.Head)));
    }

    private async Task SnapshotAndTrimAsync(RoomSnapshot snapshot)
    {
        var outcome = new SnapshotOutcome(_snapshotSeq, _firstSeq);
        try
        {
            await _context.Log.SaveSnapshotAsync(_writer, snapshot, CancellationToken.None);
            outcome = outcome with { SnapshotSeq = snapshot.State.Head };

            long firstSeq = snapshot.State.Head - KeptEntries + 1;
            if (firstSeq > outcome.FirstSeq)
            {
                await _context.Log.TrimAsync(_writer, firstSeq, CancellationToken.None);
                outcome = outcome with { FirstSeq = firstSeq };
            }
        }
        catch (Exception e)
        {
            // Harmless: the log is longer than it need be, and the next snapshot tries again.
            LogSnapshotFailed(_context.Logger, e, Room, snapshot.State.Head);
        }

        lock (_gate)
        {
            _snapshotEnded = outcome;
            ScheduleUnderGate();
        }
    }

    private void OnSnapshotEnded(SnapshotOutcome outcome)
    {
        _snapshotting = false;

        // The room may have been read anew meanwhile, and know more.
        _snapshotSeq = Math.Max(_snapshotSeq, outcome.SnapshotSeq);
        _firstSeq = Math.Max(_firstSeq, outcome.FirstSeq);
    }
}

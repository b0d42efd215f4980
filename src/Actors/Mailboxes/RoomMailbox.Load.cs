using System.Collections.Immutable;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Mailboxes;

internal sealed partial class RoomMailbox
{
    /// <summary>The room was deleted, and its log goes before it is read again.</summary>
    private bool _erases;
    private int _erasures;

    private void BeginLoad()
    {
        (_status, _loadsForDebt) = (MailboxStatus.Loading, false);
        (bool erases, _erases) = (_erases && _state.IsDeleted, false);
        if (erases)
            _erasures++;
        _ = LoadAsync(erases);
    }

    private async Task LoadAsync(bool erases)
    {
        LoadOutcome outcome;
        try
        {
            // What the directory is still to be told of the room is told first: markers that were written later would be those of the next one of this id.
            if (erases)
                await _context.Directory.DrainAsync(Room);

            // Where it is refused, reading tells what there is instead. Of what is gone on purpose nothing is to be written again.
            if (erases && await _context.Log.DeleteAsync(_writer, _state.Epoch, _state.Head, CancellationToken.None) == AppendResult.Appended)
                _tail.Begin(default, lastSeq: 0);

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
            (_headTold, _looksForAge) = (true, false);
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
        _state = room.State.ForgetBelow(room.FirstSeq);
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
}

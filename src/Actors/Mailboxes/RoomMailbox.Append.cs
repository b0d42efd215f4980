using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Mailboxes;

internal sealed partial class RoomMailbox
{
    /// <summary>After as many refusals of the same command something is wrong that more tries will not mend.</summary>
    private const int MaxRetries = 8;

    /// <summary>
    /// For how long a write whose outcome is unknown may still land: no packet and no store's queue is older. Only a
    /// write of our own that succeeds proves sooner that it cannot, since both are for the same seq.
    /// </summary>
    private static readonly TimeSpan LongestDoubt = TimeSpan.FromMinutes(1);

    private ImmutableArray<RoomEvent> _inFlightEvents;
    private long _inFlightTerm;

    /// <summary>
    /// Events that may or may not have been logged. Who reads the log may have seen them, though the store should lose them again
    /// before this room looks: their seqs are never given to others under that epoch.
    /// </summary>
    private (Epoch Epoch, ImmutableArray<RoomEvent> Events) _unknown = (default, []);

    /// <summary>Until then the log may hold more than this room knows, so listeners who ask for its head have it read again.</summary>
    private DateTimeOffset _doubtUntil;
    private long _committedSeq;

    /// <returns>Whether the append ended at once, so that the next batch can be filled.</returns>
    private bool TryAppend()
    {
        if (_inFlight is not null || !_open.HasEvents)
            return false;

        if (!Holds)
        {
            GiveBackIfLeaving();
            return false;
        }

        (_inFlight, _open, _spare) = (_open, _spare ?? new PendingBatch(), null);
        _inFlight.StateAfter = _state;
        _inFlightEvents = _inFlight.SealEvents();
        _inFlightTerm = _writer.Term;
        if (_context.Options.AckBeforeLogged)
            _inFlight.Answer();

        OweDirectory(_inFlight);

        ValueTask<AppendResult> append;
        try
        {
            append = _context.Log.AppendAsync(
                new RoomAppend(_writer, _state.Epoch, _committedSeq, _inFlightEvents), CancellationToken.None);
        }
        catch (Exception e)
        {
            append = ValueTask.FromException<AppendResult>(e);
        }

        if (!append.IsCompletedSuccessfully)
        {
            _ = AwaitAppendAsync(append);
            return false;
        }

        OnAppendEnded(new AppendOutcome(append.Result, Failure: null));
        return true;
    }

    /// <summary>It is not to be written here any more: whoever asked asks the next owner.</summary>
    private void GiveBackIfLeaving()
    {
        if (!_isLeaving)
            return;

        List<RoomEnvelope> undone = [.. _open.Envelopes, .. _again];
        _open = new PendingBatch();
        _again.Clear();
        undone.ForEach(_again.Enqueue);
    }

    private async Task AwaitAppendAsync(ValueTask<AppendResult> append)
    {
        AppendOutcome outcome;
        try
        {
            outcome = new AppendOutcome(await append, Failure: null);
        }
        catch (Exception e)
        {
            outcome = new AppendOutcome(default, e);
        }

        lock (_gate)
        {
            _appendEnded = outcome;
            ScheduleUnderGate();
        }
    }

    private void OnAppendEnded(AppendOutcome outcome)
    {
        if (outcome is { Failure: null, Result: AppendResult.Appended })
        {
            Commit();
            return;
        }

        RollBack();
        if (outcome.Failure is { } failure)
        {
            _unknown = (_state.Epoch, _inFlightEvents);
            _doubtUntil = _now + LongestDoubt;
            LogAppendFailed(_context.Logger, failure, Room, _committedSeq);
        }
        else if (outcome.Result == AppendResult.Fenced && _inFlightTerm == _writer.Term)
        {
            LogFenced(_context.Logger, Room, Shard, ShardTerm.NumberOf(_writer.Term));
            MoveAway();
            _context.Fenced(Shard, _inFlightTerm);
            return;
        }
        else
        {
            LogConflict(_context.Logger, Room, _committedSeq);
        }

        // One that is on its way out has no use for the room any more, and whoever takes it over reads the log. And where nobody waits, a
        // log that can be read but not written would be tried again without end: the next who wants something tries.
        bool isInVain = outcome.Failure is not null && !AnyWaiting();
        if (_isLeaving || isInVain)
            (_status, _headTold) = (MailboxStatus.Unloaded, true);
        else
            BeginLoad();

        if (isInVain)
            FailVerification(outcome.Failure!);
    }

    private void Commit()
    {
        PendingBatch batch = _inFlight!;
        ImmutableArray<RoomEvent> events = _inFlightEvents;
        _committedSeq = events[^1].Seq;
        _doubtUntil = default;
        _tail.Add(batch.StateAfter!.Epoch, events, _now);
        OnLogConfirmed();

        // Listeners first: the sender's ack must not make the others wait.
        _context.Broadcaster.Send(Shard, Room, new EventsCommitted(Room, batch.StateAfter!.Epoch, events));

        // And the directory is on its way to its store by then: who was answered and lists rooms finds them as they are.
        TellDirectory(batch);
        batch.Answer();

        // Not before: should one of these fail, those who wait for an answer are still known.
        _inFlight = null;
        if (IsObserved)
            TellCommitted(batch.StateAfter!, events);

        if (_headTold)
        {
            _headTold = false;
            _headDue = _now + HeadInterval;
        }

        KeepLogShort(batch.StateAfter);
        if (batch.TryReuse())
            _spare = batch;
    }

    /// <summary>Puts everything undecided again in front of what waits, in the old order.</summary>
    private void RollBack()
    {
        List<RoomEnvelope> undone = [.. _inFlight!.Envelopes, .. _open.Envelopes, .. _again];
        _inFlight = null;
        _open = new PendingBatch();
        _again.Clear();
        foreach (RoomEnvelope envelope in undone)
        {
            if (++envelope.Retries > MaxRetries)
                envelope.Answer(new RoomReply.Unavailable("the room's log refuses to be written"));
            else
                _again.Enqueue(envelope);
        }
    }
}

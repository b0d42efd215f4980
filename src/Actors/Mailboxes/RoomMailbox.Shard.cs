using Streaming.Actors.Rooms;

namespace Streaming.Actors.Mailboxes;

internal sealed partial class RoomMailbox
{
    // Shared with callers; guarded by the gate.
    private TaskCompletionSource? _vacated;
    private TaskCompletionSource? _verified;
    private long _settledTerm;
    private bool _mustVerifyAsked;
    private bool _mustSweepRoster;
    private bool _mustTellRoster;
    private long _rosterHeard;

    // Touched only in a turn.
    private bool _isLeaving;

    /// <summary>Somebody waits to hear that the log has all that was confirmed, and the log has not been asked yet.</summary>
    private bool _mustVerify;
    private bool _isVerifying;
    private bool _sweepsRoster;

    /// <summary>A node has missed who is here; told as soon as the room is ready.</summary>
    private bool _tellsRoster;

    /// <summary>The highest version of the roster that listeners know, perhaps from an owner before.</summary>
    private long _rosterToOutdo;

    /// <summary>Goes on in a new term of the same node.</summary>
    public void Settle(long term)
    {
        lock (_gate)
        {
            _settledTerm = term;
            ScheduleUnderGate();
        }
    }

    /// <summary>
    /// Completes when the log is known to have everything that it ever confirmed to this room, written again if need be. Fails
    /// when the log cannot be read.
    /// </summary>
    public Task VerifyAsync()
    {
        lock (_gate)
        {
            if (_closed)
                return Task.CompletedTask;

            _verified ??= new TaskCompletionSource();
            _mustVerifyAsked = true;
            ScheduleUnderGate();
            return _verified.Task;
        }
    }

    /// <summary>Users' presences have had other owners for long enough: who was not announced again is not here.</summary>
    public void SweepRoster()
    {
        lock (_gate)
        {
            _mustSweepRoster = true;
            ScheduleUnderGate();
        }
    }

    /// <summary>
    /// Decides nothing more. Completes when what was decided is logged and everything that waits was answered
    /// <see cref="RoomReply.Moved"/>: whoever asked has to ask the next owner.
    /// </summary>
    public Task VacateAsync()
    {
        lock (_gate)
        {
            if (_closed)
                return Task.CompletedTask;

            _vacated ??= new TaskCompletionSource();
            ScheduleUnderGate();
            return _vacated.Task;
        }
    }

    private void TakeShardNewsUnderGate()
    {
        _isLeaving |= _vacated is not null;
        _mustVerify |= _mustVerifyAsked;
        _mustVerifyAsked = false;
        (_sweepsRoster, _mustSweepRoster) = (_mustSweepRoster, false);
        _tellsRoster |= _mustTellRoster;
        _mustTellRoster = false;
        _rosterToOutdo = _rosterHeard;
        if (_settledTerm > _writer.Term)
            _writer = _writer with { Term = _settledTerm };
    }

    /// <summary>A load that begins now tells. One that is under way may have looked before the loss.</summary>
    private void VerifyIfAsked()
    {
        if (!_mustVerify || _isLeaving || _status is MailboxStatus.Loading or MailboxStatus.Closed)
            return;

        (_mustVerify, _isVerifying) = (false, true);
        if (_status == MailboxStatus.Unloaded)
            BeginLoad();
        else
            _status = MailboxStatus.Settling;
    }

    /// <summary>The log has just shown that it has all that it confirmed: it was read whole, or took what follows.</summary>
    private void OnLogConfirmed()
    {
        if (!_isVerifying || _status != MailboxStatus.Ready)
            return;

        _isVerifying = false;
        TakeVerified()?.TrySetResult();
    }

    private void FailVerification(Exception why)
    {
        if (!_isVerifying)
            return;

        _isVerifying = false;
        TakeVerified()?.TrySetException(why);
    }

    private TaskCompletionSource? TakeVerified()
    {
        lock (_gate)
        {
            TaskCompletionSource? verified = _mustVerify || _mustVerifyAsked ? null : _verified;
            if (verified is not null)
                _verified = null;
            return verified;
        }
    }

    /// <summary>The shard is another node's: whoever asked has to ask there.</summary>
    private void MoveAway()
    {
        Close();
        foreach (RoomEnvelope envelope in TakeAllWaiting())
            envelope.Answer(RoomReply.Moved.Instance);
    }

    /// <summary>It has ended, in whatever way: nothing of the room is in memory, and there is nothing left to verify.</summary>
    private void EndShardNews()
    {
        TaskCompletionSource? vacated, verified;
        lock (_gate)
            (vacated, verified, _vacated, _verified) = (_vacated, _verified, null, null);

        vacated?.TrySetResult();
        verified?.TrySetResult();
    }
}

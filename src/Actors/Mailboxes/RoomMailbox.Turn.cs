using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Mailboxes;

internal sealed partial class RoomMailbox
{
    /// <summary>While a room is active its listeners hear where the log ends, so that a lost tail is found.</summary>
    private static readonly TimeSpan HeadInterval = TimeSpan.FromSeconds(1);

    /// <summary>Full appends in one turn; a room that has more waits its turn again, so that it cannot keep a thread.</summary>
    private const int MaxAppendsPerTurn = 4;

    /// <summary>What waits for this node to have its lease again looks for it this often.</summary>
    private static readonly TimeSpan LeaseInterval = TimeSpan.FromMilliseconds(100);

    private bool _headTold = true;
    private DateTimeOffset _headDue;
    private DateTimeOffset _lastUsed;

    /// <summary>It is in memory for somebody, and not only because an operator looked at it.</summary>
    private bool _isUsed;
    private DateTimeOffset _alarmAt;

    private void TakeTurn(AppendOutcome? appended, LoadOutcome? loaded, SnapshotOutcome? snapshot, bool headAsked)
    {
        DateTimeOffset clock = _context.Clock.GetUtcNow();
        _now = clock > _now ? clock : _now;

        // Given up, and the room has a new mailbox: whatever ends late finds its effect in the log.
        if (_status == MailboxStatus.Closed)
            return;

        if (appended is { } appendEnded)
            OnAppendEnded(appendEnded);
        if (loaded is not null)
            OnLoadEnded(loaded);
        if (snapshot is not null)
            OnSnapshotEnded(snapshot);

        if (headAsked)
            (_headTold, _headDue, _lastUsed, _isUsed) = (false, _now, _now, true);

        bool isInDoubt = !_isLeaving && headAsked && _now < _doubtUntil && _status == MailboxStatus.Ready && _inFlight is null && _open.IsEmpty;
        if (isInDoubt || (!_isLeaving && _status == MailboxStatus.Unloaded && (!_headTold || _loadsForDebt || _looksForAge || AnyWaiting())))
            BeginLoad();

        VerifyIfAsked();

        // An append that completes at once (a log in memory) leaves room for the next batch in the same turn.
        int appends = 0;
        do
        {
            DecideWaiting();
        }
        while (TryAppend() && ++appends < MaxAppendsPerTurn);

        if (_status == MailboxStatus.Settling && !_isLeaving && _inFlight is null && _open.IsEmpty)
            BeginLoad();

        if (_isLeaving && _inFlight is null && _open.IsEmpty && _status != MailboxStatus.Loading)
        {
            MoveAway();
            return;
        }

        MendDirectory();
        LookForAgeIfAsked();
        RaiseDueSignals();
        SetAlarmOrClose();
    }

    private bool AnyWaiting()
    {
        lock (_gate)
            return HasWaiting;
    }

    private void DecideWaiting()
    {
        _requests.ForgetOlderThan(_now);
        while (_status == MailboxStatus.Ready && Holds && !_isLeaving && !_open.IsFull && TryTake(out RoomEnvelope envelope))
        {
            if (envelope.Command is not DescribeRoom)
                (_lastUsed, _isUsed) = (_now, true);
            try
            {
                Decide(envelope);
            }
            catch (Exception e)
            {
                string traceId = _context.Ids.NextConnection().Value;
                LogCommandFailed(_context.Logger, e, Room, envelope.Command.GetType().Name, envelope.Command.By, traceId);
                envelope.Answer(new RoomReply.Faulted(traceId));
                _status = MailboxStatus.Settling;
            }
        }
    }

    private void Decide(RoomEnvelope envelope)
    {
        RoomCommand command = envelope.Command;
        switch (command)
        {
            case UpdateRoster update:
                if (_context.Presences.Counts(update.By, update.Term, _roster.TermOf(update.By)))
                    _roster.Set(update.By, update.Status, update.Term);
                Answer(envelope, RoomReply.Done.Instance);
                return;
            case DescribeRoom:
                Answer(envelope, new RoomReply.Described(Describe()));
                return;
            case ReadRoster:
                Answer(envelope, _state.Members.ContainsKey(command.By)
                    ? new RoomReply.RosterRead(_roster.Snapshot())
                    : new RoomReply.Refused(RoomRefusal.NotAMember));
                return;
            case ReadMarkers read:
                Answer(envelope, WithUnstored(read, RoomActor.Decide(_state, read, _firstSeq, _now).Reply));
                return;
        }

        if (SinceOf(command) is { } since && since.Epoch == _state.Epoch && since.Seq > _state.Head && envelope.Retries == 0 && MayHaveHeard(command))
        {
            // A write of unknown outcome landed after the log was read, and the client saw it there. (Or it is wrong; a second look
            // holds the room up, so a stranger cannot ask for it.)
            envelope.Retries++;
            _again.Enqueue(envelope);
            _status = MailboxStatus.Settling;
            return;
        }

        if (_requests.TryFind(command, out RememberedRequest known))
        {
            Answer(envelope, known.Reply(_state.Epoch));
            return;
        }

        Decision decision = ChannelId.IsHostedBy(Room)
            ? ChannelActor.Decide(_state, command, _channel, _firstSeq, _now)
            : RoomActor.Decide(_state, command, _firstSeq, _now);
        // One that is decided again was let through before: the log's refusal is not its sender's fault.
        if (envelope.Retries == 0 && RoomRate.Counts(command, decision) && TryThrottle(out TimeSpan wait))
        {
            Answer(envelope, new RoomReply.Throttled(wait));
            return;
        }

        RoomState after = _state;
        foreach (RoomEvent e in decision.Events)
            after = after.Apply(e);

        // From here on nothing can fail: the batch, the state and the memory of requests change together.
        foreach (RoomEvent e in decision.Events)
            NoteDeletion(e);
        _state = after;
        foreach (RoomEvent e in decision.Events)
        {
            _open.Add(e);
            _requests.Remember(e);
        }

        // No log tells of it, so a request that comes twice is known for as long as the channel is in memory.
        if (decision.Raised is ChannelMessage)
            _requests.Remember(new RememberedRequest(command.By, command.Request, RequestKind.Publish, Seq: 0, _now));

        if (!_typing.IsEmpty && decision.Events.Any(static e => e is not (MessagePublished or MessageAnnotated)))
            StopTyping();
        if (decision.Events.IsEmpty)
            Answer(envelope, decision.Reply);
        else
            _open.Add(envelope, decision.Reply);

        if (decision.Raised is ReadMarked marked && _state.Members.ContainsKey(marked.User))
            _context.Markers.Mark(_writer, marked.User, marked.Seq);
        if (decision.Raised is TypingChanged typing ? _typing.Set(typing.User, typing.IsTyping, _now) : decision.Raised is not null)
            Raise(decision.Raised);
    }

    /// <summary>Who has gone, or may not write any more, does not type either.</summary>
    private void StopTyping()
    {
        foreach (UserId user in _typing.RemoveWhere(user => RoomRules.IsSilent(_state, user, _now)))
            Raise(new TypingChanged(user, IsTyping: false));
    }

    private static RoomPosition? SinceOf(RoomCommand command) => command switch
    {
        JoinRoom join => join.Since,
        SubscribeChannel subscribe => subscribe.Since,
        _ => null,
    };

    /// <summary>Whether who asks can have been told what this room's log ends with.</summary>
    private bool MayHaveHeard(RoomCommand command) => command is not JoinRoom || _state.Members.ContainsKey(command.By);

    private bool TryThrottle(out TimeSpan wait)
    {
        wait = _context.Options.MessagesPerSecond == 0 ? TimeSpan.Zero : _rate.Take(_now);
        return wait > TimeSpan.Zero;
    }

    /// <summary>
    /// An answer that was decided on a state the log has not confirmed waits for what confirms it, even when
    /// the command itself logs nothing: else a user could hear of a membership that is then rolled back.
    /// </summary>
    private void Answer(RoomEnvelope envelope, RoomReply reply)
    {
        if (_open.HasEvents)
            _open.Add(envelope, reply);
        else if (_inFlight is not null)
            _inFlight.Add(envelope, reply);
        else
            envelope.Answer(reply);
    }

    private void Raise(EphemeralEvent what) => _context.Broadcaster.Send(Shard, Room, new EphemeralRaised(Room, what));

    /// <summary>The version that listeners have been told; 0 while the roster is rebuilt and they have an earlier owner's.</summary>
    private long RosterTold => _roster.RebuildsUntil is null ? _roster.Version : 0;

    // The head that follows bears the version: who has missed this finds out within a second.
    private void RaiseRoster(RosterNews news)
    {
        if (news.Told is { } told)
            Raise(told);
        if (IsObserved)
            TellPresence(news.Observed);
        if (_headTold && news.Told is not null)
            (_headTold, _headDue) = (false, _now + HeadInterval);
    }

    private void RaiseDueSignals()
    {
        if (_sweepsRoster)
            _roster.RemoveWhere((user, term) => _context.Presences.IsOver(user, term, _now));

        _roster.Outdo(_rosterToOutdo, _now + PresenceTerms.Rebuild);
        if (_status == MailboxStatus.Ready && _roster.TakeRebuilt(_now) is { } rebuilt)
            RaiseRoster(rebuilt);
        else if (_roster.TakeChanges(_now) is { } changes)
            RaiseRoster(changes);

        if (_tellsRoster && _status == MailboxStatus.Ready)
        {
            _tellsRoster = false;

            // While it is rebuilt, all of them will be told when it is.
            if (_roster.RebuildsUntil is null)
                Raise(new PresenceReplaced(_roster.Snapshot()));
        }

        foreach (var user in _typing.Expire(_now))
            Raise(new TypingChanged(user, IsTyping: false));

        if (!_headTold && _now >= _headDue && _status == MailboxStatus.Ready)
        {
            _headTold = true;

            // Also where the last thing in the log is that the room was deleted: who has missed that listens still.
            if (_state.Head > 0)
                _context.Broadcaster.Send(Shard, Room, new HeadAnnounced(Room, _state.Epoch, _firstSeq, _committedSeq, RosterTold));
        }
    }

    /// <summary>The batch that this answer waits for, if any, is in the log when it is given.</summary>
    private RoomDescription Describe() => new(
        _state.Exists,
        _state.Epoch,
        _firstSeq,
        _state.Head,
        _snapshotSeq,
        _state.Owner,
        _state.Members.Count,
        [.. _state.Members.OrderBy(one => one.Key.Value, StringComparer.Ordinal)
            .Take(RoomDescription.MaxMembers)
            .Select(one => new DescribedMember(one.Key, one.Value.Role, one.Value.JoinedAt))],
        _roster.Count,
        _context.Broadcaster.ListenersOf(Shard, Room),
        _isUsed);

    /// <summary>The next moment at which something is due, or the end of this mailbox.</summary>
    private void SetAlarmOrClose()
    {
        // Whatever it says now: it may have said something else a moment ago.
        bool waitsForLease = _inFlight is null && (_open.HasEvents || (_status == MailboxStatus.Ready && AnyWaiting()));
        if (_status == MailboxStatus.Closed || (_status is MailboxStatus.Loading or MailboxStatus.Settling && !waitsForLease))
            return;

        // A room in doubt stays: the one that took its place would know of no doubt.
        DateTimeOffset passive = _lastUsed + _context.Options.PassivateAfter;
        passive = passive > _doubtUntil ? passive : _doubtUntil;
        bool isIdle = _inFlight is null && _open.IsEmpty && _typing.IsEmpty && _headTold
            && _roster is { IsEmpty: true, RebuildsUntil: null, ChangesDue: null };
        if (isIdle && _now >= passive && MayErase)
        {
            _erases = true;
            BeginLoad();
            return;
        }

        bool hasNothing = _state.Head == 0 && _channel is null;
        if (isIdle && (hasNothing || _now >= passive) && TryClose())
            return;

        // Past the time to go, it stays for what one of the others says, or for who is in it: their leaving is a turn.
        DateTimeOffset? due = passive > _now ? passive : null;
        due = Earlier(due, _headTold ? null : _headDue);
        due = Earlier(due, _typing.NextExpiry());
        due = Earlier(due, waitsForLease ? _now + LeaseInterval : null);
        due = Earlier(due, _status == MailboxStatus.Ready ? _roster.RebuildsUntil : null);
        due = Earlier(due, _roster.ChangesDue);

        // Not due later than an alarm that is set already: that one will look again.
        bool isSet = _alarmAt > _now && _alarmAt <= due;
        if (isSet || due is not { } at)
            return;

        _alarmAt = at;
        _context.Wheel.Schedule(_alarm, at > _now ? at - _now : TimeSpan.Zero);
    }

    /// <summary>Where logs are to forget, a deleted room leaves nothing behind, once its listeners have had the time to hear of it.</summary>
    private bool MayErase => _context.Options.MaxLogAge is not null && _state.IsDeleted && _status == MailboxStatus.Ready && !_isLeaving && Holds;

    /// <summary>The alarm is set for a moment at which waiting for the lease is no loss.</summary>
    private bool LooksForLease => _alarmAt > _now && _alarmAt <= _now + LeaseInterval;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null || b < a ? b : a;

    private bool TryClose()
    {
        lock (_gate)
        {
            if (HasWaiting || _debtFound is not null)
                return false;

            // Under the gate, so that no command slips in between the look and the end.
            _closed = true;
        }

        Close();
        return true;
    }
}

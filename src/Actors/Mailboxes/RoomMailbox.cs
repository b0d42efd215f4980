using Microsoft.Extensions.Logging;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Mailboxes;

/// <summary>
/// Hosts one room on its owner: takes its commands one at a time, has <see cref="RoomActor"/> decide them,
/// and sees that nothing is answered or broadcast before it is logged.
/// <para>
/// <b>Appends are pipelined.</b> Decisions gather in the open batch. While one batch is on its way to the
/// log, the next commands are decided on the state that batch will produce, so the throughput of a room
/// does not hang on the round trip: the slower the log, the larger the batches.
/// </para>
/// <para>
/// <b>A refused append rolls back.</b> Everything decided since goes back to the front of the queue, the room
/// is read from its log, and the commands are decided again. Where the outcome was unknown the log tells:
/// every logged command has a request id, and one that is found there is answered, not repeated.
/// </para>
/// <para>
/// <b>An exception costs one command.</b> It is answered <see cref="RoomReply.Faulted"/>, what was decided
/// before it is logged, and then the room is read anew. No other room notices.
/// </para>
/// The turn-taking is in this file, the work of a turn in <c>RoomMailbox.Turn.cs</c>, the log in
/// <c>RoomMailbox.Append.cs</c>, <c>RoomMailbox.Load.cs</c> and <c>RoomMailbox.Keeping.cs</c>, coming and going with the shard in <c>RoomMailbox.Shard.cs</c>.
/// </summary>
internal sealed partial class RoomMailbox : IThreadPoolWorkItem
{
    private readonly MailboxContext _context;
    private readonly MailboxAlarm _alarm;

    /// <summary>What the settings say of the channel that it hosts; null for a room, and for a channel that they do not know.</summary>
    private readonly ChannelPolicy? _channel;

    // Shared with callers; guarded by the gate.
    private readonly Lock _gate = new();
    private readonly Queue<RoomEnvelope> _inbox = new();
    private bool _scheduled;
    private bool _turnMissed;
    private bool _closed;
    private bool _headAsked;
    private AppendOutcome? _appendEnded;
    private LoadOutcome? _loadEnded;
    private SnapshotOutcome? _snapshotEnded;

    // Touched only in a turn.
    private readonly Queue<RoomEnvelope> _again = new();
    private readonly TypingBoard _typing = new();
    private readonly Roster _roster;
    private readonly CommittedTail _tail = new();
    private MailboxStatus _status = MailboxStatus.Unloaded;
    private RoomWriter _writer;
    private RoomState _state;
    private RecentRequests _requests;
    private TokenBucket _rate;
    private PendingBatch _open = new();
    private PendingBatch? _inFlight;

    /// <summary>The last batch that was written, for the next one: a quiet room makes a batch of each message.</summary>
    private PendingBatch? _spare;
    private DateTimeOffset _now;

    /// <param name="roster">Begins at the version, and in the phase, that the room's shard is in.</param>
    public RoomMailbox(RoomWriter writer, Roster roster, MailboxContext context)
    {
        _writer = writer;
        _roster = roster;
        _context = context;
        _alarm = new MailboxAlarm(this);
        _channel = ChannelId.Of(writer.Room) is { } channel ? context.Options.Channels.Of(channel) : null;
        _state = RoomState.Absent(writer.Room, default);
        _requests = new RecentRequests(context.Options.MaxRecentRequests);
        _rate = new TokenBucket(context.Options.MessagesPerSecond, context.Options.MessagesPerSecond);
    }

    public RoomId Room => _writer.Room;

    public ShardId Shard => _writer.Shard;

    /// <summary>The highest one that listeners were told. To be asked once the mailbox has closed.</summary>
    public long RosterVersion
    {
        get
        {
            // One that moves away has no turn left in which it would outdo them.
            lock (_gate)
                return Math.Max(_roster.Version, _rosterHeard);
        }
    }

    /// <returns>False when the mailbox has closed: ask the host for the room's new one.</returns>
    public bool TryPost(RoomEnvelope envelope)
    {
        lock (_gate)
        {
            if (_closed)
                return false;

            if (_inbox.Count < _context.Options.MaxInbox)
            {
                _inbox.Enqueue(envelope);

                // A turn that is under way looks into the inbox again before it ends.
                if (!_scheduled)
                    ScheduleUnderGate();
                return true;
            }
        }

        envelope.Answer(new RoomReply.Unavailable("too many commands wait for this room"));
        return true;
    }

    /// <summary>Has listening nodes told where the log ends: one has just begun to listen, or still does. That counts as use.</summary>
    /// <param name="andRoster">And who is here.</param>
    /// <param name="rosterHeard">The version of the roster that they know.</param>
    /// <returns>False when the mailbox has closed.</returns>
    public bool TellHead(bool andRoster = false, long rosterHeard = 0)
    {
        lock (_gate)
        {
            if (_closed)
                return false;

            _headAsked = true;
            _mustTellRoster |= andRoster;
            _rosterHeard = Math.Max(_rosterHeard, rosterHeard);
            ScheduleUnderGate();
            return true;
        }
    }

    /// <summary>Gives the mailbox a turn.</summary>
    public void Wake()
    {
        lock (_gate)
            ScheduleUnderGate();
    }

    void IThreadPoolWorkItem.Execute()
    {
        AppendOutcome? appended;
        LoadOutcome? loaded;
        SnapshotOutcome? snapshot;
        bool headAsked;
        lock (_gate)
        {
            _turnMissed = false;
            (appended, _appendEnded) = (_appendEnded, null);
            (loaded, _loadEnded) = (_loadEnded, null);
            (snapshot, _snapshotEnded) = (_snapshotEnded, null);
            (headAsked, _headAsked) = (_headAsked, false);
            _looksForAge |= _mustLookForAge;
            _mustLookForAge = false;
            TakeShardNewsUnderGate();
            TakeDebtUnderGate();
        }

        try
        {
            TakeTurn(appended, loaded, snapshot, headAsked);
        }
        catch (Exception e)
        {
            Abandon(e);
        }

        lock (_gate)
        {
            _scheduled = false;
            if (_turnMissed || (HasWaiting && WantsTurn))
                ScheduleUnderGate();
        }
    }

    /// <summary>Checked in each turn: a node that stood still for longer than its lease, and does not know it, has turns that wait.</summary>
    private bool Holds => _context.Holds(Shard);

    private bool HasWaiting => _again.Count > 0 || _inbox.Count > 0;

    /// <summary>Whether a turn would do something about a command that came too late for the last one: decide it, or set an alarm for it.</summary>
    private bool WantsTurn => !_isLeaving && _status switch
    {
        MailboxStatus.Unloaded => true,
        MailboxStatus.Ready => !_open.IsFull && (Holds || (_inFlight is null && !LooksForLease)),
        _ => false,
    };

    /// <summary>
    /// A bug in the mailbox itself. Nothing it holds can be trusted, and nothing is lost by letting go: what was
    /// acked is in the log, and the room's next command gets a new mailbox that reads it.
    /// </summary>
    private void Abandon(Exception e)
    {
        string traceId = _context.Ids.NextConnection().Value;
        LogTurnFailed(_context.Logger, e, Room, traceId);
        Close();
        foreach (RoomEnvelope envelope in (RoomEnvelope[])[.. _inFlight?.Envelopes ?? [], .. _open.Envelopes, .. TakeAllWaiting()])
            envelope.Answer(new RoomReply.Faulted(traceId));
    }

    private void Close()
    {
        lock (_gate)
            _closed = true;

        _status = MailboxStatus.Closed;
        _context.Wheel.Cancel(_alarm);
        _context.Passivated(this);
        LeaveDebt();
        if (IsObserved)
            TellClosed();
        EndShardNews();
    }

    private void ScheduleUnderGate()
    {
        // The turn under way may be past the point where it would have noticed, so another one follows it.
        _turnMissed = _scheduled;
        if (_scheduled)
            return;

        _scheduled = true;
        _context.Scheduler.Schedule(this);
    }

    private bool TryTake(out RoomEnvelope envelope)
    {
        if (_again.TryDequeue(out envelope!))
            return true;

        lock (_gate)
            return _inbox.TryDequeue(out envelope!);
    }

    /// <summary>Everything that waits, in the order in which it has to be decided.</summary>
    private List<RoomEnvelope> TakeAllWaiting()
    {
        List<RoomEnvelope> waiting = [];
        while (TryTake(out RoomEnvelope envelope))
            waiting.Add(envelope);

        return waiting;
    }
}

using System.Collections.Immutable;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Feeds;

/// <summary>
/// A room as this node's listeners hear it: one order, no gap, no duplicate.
/// <para>
/// The owner sends batches over a link that may lose, delay or double them. The feed knows the seq it
/// has given out; what comes twice it drops, and what is missing it reads from the log, where everything
/// that was ever broadcast stands. A lost tail is found by the owner's announcement of its head.
/// Each listener has a position of its own: one that is behind (it joined with <c>since</c>, or events
/// went by between its join and its first turn) is served pages of the log until it meets the feed.
/// </para>
/// <para>
/// All work is done in turns, one at a time: callers only put something into the inbox. The turn-taking is
/// in this file, what a turn does in <c>RoomFeed.Turn.cs</c>, reading the log in <c>RoomFeed.Replay.cs</c>.
/// </para>
/// </summary>
internal sealed partial class RoomFeed : IThreadPoolWorkItem
{
    /// <summary>Events that wait for a turn; beyond it a batch is forgotten and read from the log instead.</summary>
    private const int MaxWaitingEvents = 8192;

    /// <summary>Inputs of all kinds that wait for a turn; beyond it ephemeral events are dropped, as they may be.</summary>
    private const int MaxWaitingInputs = 8192;

    private readonly FeedContext _context;
    private readonly FeedRetry _retry;

    /// <summary>False for a channel that keeps nothing: what is lost is lost, and there is nothing to look into.</summary>
    private readonly bool _hasLog;

    // Shared with callers; guarded by the gate.
    private readonly Lock _gate = new();
    private List<FeedInput> _inbox = [];
    private int _waitingEvents;
    private bool _scheduled;

    // Touched only in a turn.
    private readonly FeedAudience _audience;
    private List<FeedInput> _turn = [];
    private Epoch? _epoch;
    private long _position;
    private long _knownHead;

    /// <summary>Somebody listened before there was a log, and is owed all of it.</summary>
    private bool _beginsWithLog;
    private bool _healing;
    private bool _healWanted;

    /// <summary>The owner has changed, or its word was lost: what it confirmed is not known, and the log is read to its end.</summary>
    private bool _healsAll;

    public RoomFeed(RoomId room, FeedContext context)
    {
        Room = room;
        _context = context;
        _retry = new FeedRetry(this);
        _audience = new FeedAudience(failure => LogListenerThrew(context.Logger, failure, room));
        _hasLog = !context.Channels.HasNoLog(room);
    }

    public RoomId Room { get; }

    // Messages of one owner come one after another; those of two may meet.
    private readonly Lock _rosterGate = new();
    private long _rosterHeard;

    /// <summary>How many subscriptions hold this feed. Guarded by <see cref="RoomFeeds"/>.</summary>
    internal int Holders { get; set; }

    /// <summary>Who hears this channel because a pattern matches it. Guarded by <see cref="RoomFeeds"/>.</summary>
    internal List<WildcardSubscription> Followers { get; } = [];

    /// <summary>Where it stands among those that a pattern has begun. Guarded by <see cref="RoomFeeds"/>.</summary>
    internal LinkedListNode<RoomFeed>? Place { get; set; }

    /// <summary>How often this node has said that it listens since anything was heard. Guarded by <see cref="RoomFeeds"/>.</summary>
    internal int QuietRenewals { get; set; }

    /// <summary>Has the owner told again that this node listens. Set by <see cref="RoomFeeds"/>.</summary>
    internal ListeningRenewal? Renewal { get; set; }

    /// <param name="head">Where the log ended when the owner told <paramref name="position"/> and <paramref name="epoch"/> their meaning.</param>
    public void Attach(FeedMember member, Epoch epoch, long position, long head) =>
        Post(new FeedInput.Attached(member, epoch, position, head));

    /// <summary>The listener gets what comes from now on.</summary>
    public void Follow(FeedMember member) => Post(new FeedInput.Followed(member));

    /// <param name="done">Completed in the turn after which the listener gets nothing more; may be null.</param>
    public void Detach(FeedMember member, TaskCompletionSource? done) => Post(new FeedInput.Detached(member, done));

    public void OnCommitted(Epoch epoch, ImmutableArray<RoomEvent> events) => Post(new FeedInput.Committed(epoch, events));

    public void OnHead(Epoch epoch, long head) => Post(new FeedInput.HeadTold(epoch, head));

    public void OnSignal(EphemeralEvent what) => Post(new FeedInput.Raised(new FeedSignal(Room, what)));

    /// <summary>The version up to which the listeners have been told who is here; 0 for none.</summary>
    public long RosterHeard
    {
        get
        {
            lock (_rosterGate)
                return _rosterHeard;
        }
    }

    /// <summary>
    /// Whether the listeners have not been told of all changes up to that version. The first that is named counts as told: whoever
    /// listens asks for the roster when the feed is there, and gets that version or a later one.
    /// </summary>
    public bool MissesRoster(long version)
    {
        lock (_rosterGate)
        {
            if (_rosterHeard == 0)
                _rosterHeard = version;
            return version > _rosterHeard;
        }
    }

    /// <summary>What listeners are told of who is here. A diff that left a gap stays behind it: only the whole, or a count, closes that.</summary>
    /// <returns>False: they know of later changes, from an owner who knew more than this one does yet.</returns>
    public bool HearRoster(EphemeralEvent told)
    {
        lock (_rosterGate)
        {
            switch (told)
            {
                case PresenceChanged old when old.Version <= _rosterHeard:
                case PresenceCounted before when before.Version <= _rosterHeard:
                    return false;
                case PresenceReplaced replaced:
                    _rosterHeard = Math.Max(_rosterHeard, replaced.Roster.Version);
                    break;
                case PresenceCounted counted:
                    _rosterHeard = counted.Version;
                    break;
                case PresenceChanged changed when _rosterHeard == 0 || changed.Version == _rosterHeard + 1:
                    _rosterHeard = changed.Version;
                    break;
            }

            return true;
        }
    }

    /// <summary>What the owner sent may have been lost, and nobody may ever tell: look into the log.</summary>
    public void HealNow()
    {
        if (_hasLog)
            Post(new FeedInput.HealAsked());
    }

    internal void RetryNow() => Post(new FeedInput.RetryDue());

    private void Post(FeedInput input)
    {
        lock (_gate)
        {
            Admit(input);
            if (_scheduled)
                return;

            _scheduled = true;
        }

        _context.Scheduler.Schedule(this);
    }

    private void Admit(FeedInput input)
    {
        switch (input)
        {
            case FeedInput.Committed committed when _waitingEvents >= MaxWaitingEvents:
                AdmitHead(new FeedInput.HeadTold(committed.Epoch, committed.Events[^1].Seq));
                return;
            case FeedInput.Committed committed:
                _waitingEvents += committed.Events.Length;
                break;
            case FeedInput.Raised when _inbox.Count >= MaxWaitingInputs:
                return;
        }

        _inbox.Add(input);
    }

    /// <summary>A full inbox keeps only the news that there is more, in one place: the log has the rest.</summary>
    private void AdmitHead(FeedInput.HeadTold told)
    {
        if (_inbox[^1] is FeedInput.HeadTold last && last.Epoch == told.Epoch)
            _inbox[^1] = told with { Head = Math.Max(last.Head, told.Head) };
        else
            _inbox.Add(told);
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            (_inbox, _turn) = (_turn, _inbox);
            _waitingEvents = 0;
        }

        TakeTurn(_turn);
        _turn.Clear();

        lock (_gate)
        {
            if (_inbox.Count == 0)
            {
                _scheduled = false;
                return;
            }
        }

        _context.Scheduler.Schedule(this);
    }

    private void TakeTurn(List<FeedInput> inputs)
    {
        int next = 0;
        while (next < inputs.Count)
        {
            try
            {
                while (next < inputs.Count)
                    Handle(inputs, ref next);
            }
            catch (Exception e)
            {
                // A bug, in a listener or here. The feed goes on: what this input left undone shows as a gap.
                LogTurnFailed(_context.Logger, e, Room);
            }
        }
    }
}

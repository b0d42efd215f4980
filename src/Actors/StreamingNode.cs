using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Channels;
using Streaming.Actors.Directories;
using Streaming.Actors.Feeds;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Routing;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Actors.Webhooks;

namespace Streaming.Actors;

/// <summary>
/// One node's actors, wired: rooms, feeds, presence and sessions over the ports it is given. The program, an
/// embedding application, the simulation and the benchmarks all run this.
/// </summary>
public sealed class StreamingNode : IDisposable
{
    private readonly NodePorts _ports;
    private readonly RoomHost _rooms;
    private readonly WebhookHost? _webhooks;
    private readonly RetentionSweep? _retention;
    private readonly PatternAudience _patterns;
    private readonly Wildcards _wildcards;
    private readonly PresenceWatches _watches;
    private volatile string _url;

    public StreamingNode(NodePorts ports, NodeOptions options, ILoggerFactory loggers)
    {
        _ports = ports;
        _url = options.Member.Url;
        Wheel = new TimingWheel(ports.Clock, loggers.CreateLogger<TimingWheel>());
        Ids = new IdSource(ports.Entropy);
        Shards = new ShardKeeper(
            ports, Wheel, Ids.NextTrace(), options.Shards, () => Describe(options.Member), loggers.CreateLogger<ShardKeeper>());
        var presences = new PresenceTerms(() => Shards.Current, ports.Clock, options.PresenceGrace);
        if (ports.Webhooks is { Webhooks.IsEmpty: false } webhooks)
        {
            DeadLetters = new DeadLetters(webhooks, ports.Log);
            _webhooks = new WebhookHost(webhooks, ports, Wheel, Ids, Shards.Holds, loggers.CreateLogger<WebhookHost>());
            ports = ports with { Observers = ports.Observers.Add(_webhooks) };
        }

        _patterns = new PatternAudience(ports.Clock);
        _rooms = new RoomHost(
            ports, Wheel, Ids, options.Mailboxes, presences, _patterns, () => options.Sessions.EnablePresence && HasListeners(), Shards.Holds,
            Shards.OnFenced, loggers.CreateLogger<RoomHost>());
        if (options.Mailboxes.MaxLogAge is { } maxAge)
            _retention = new RetentionSweep(ports.Log, () => Shards.Current, _rooms, Wheel, ports.Clock, maxAge);
        Shards.Changed += new RosterSweep(_rooms, presences, Wheel).Note;
        Shards.Changed += new DirectoryDebts(
            ports.Rooms.Debts, () => Shards.Current, _rooms, Wheel, loggers.CreateLogger<DirectoryDebts>()).Note;
        Router = new RoomRouter(Shards, ports.Link, _rooms, Wheel, ports.Clock, (long)(ports.Entropy.NextUInt64() >> 16));
        Feeds = new RoomFeeds(Router, Shards, ports.Link, ports.Log, ports.Scheduler, Wheel, options.Mailboxes.Channels,
            loggers.CreateLogger<RoomFeeds>());
        Presence = new PresenceHost(
            Shards, ports.Link, new PresenceContext(Router, new LastSeenWriter(ports.LastSeen, Wheel), Wheel, ports.Clock, options.PresenceGrace, presences.Confirm));
        Attendance = new PresenceReporter(
            Shards, Presence, ports.Link, ports.Scheduler, Wheel, ports.Clock, options.PresenceGrace, options.PresenceAwayAfter);
        Presence.HeardHere += Attendance.OnHeard;
        _watches = new PresenceWatches(Shards, Presence, ports.Link, ports.LastSeen, Wheel);
        History = new HistoryReader(ports.Log, Router.AskAsync);
        Pins = new PinReader(ports.Log, Router.AskAsync);
        Messages = new MessageAnnotator(ports.Log, Router.AskAsync);
        Listing = new RoomListing(ports.Rooms.Public);
        RoomsOf = new RoomsOfUser(ports.Rooms.Users, Router, ports.Clock, options.Sessions.MaxRooms);
        Markers = new MarkerReader(RoomsOf, ports.Rooms.Markers, ports.Log, Router);
        _wildcards = new Wildcards(ports.Link, Shards, _patterns, (node, question) => Questions!.AskAsync(node, question), Wheel);
        Sessions = new SessionHost(
            ports.Link, Router, Feeds, _wildcards, Attendance, _watches, History, Messages, RoomsOf, ports.Sessions, Wheel, ports.Clock, Ids, options.Sessions,
            loggers.CreateLogger<SessionHost>());
        var notices = new NoticeBoard(Sessions, ports.Scheduler, ports.Clock);
        Questions = new NodeQuestions(
            ports.Link, Wheel, new NodeWitness(Sessions, Presence, notices, _patterns, () => _rooms.ActiveChannels, _webhooks));
        PresenceOf = new PresenceReader(Shards, Questions, ports.LastSeen);
        PresenceTo = new PresenceSetter(Shards, Questions);
        Channels = new ChannelDirectory(Shards, Questions, options.Mailboxes.Channels);
        Operations = new ClusterOperations(Shards, Router, Questions, Sessions, ports.Log, ports.Link);
        Shards.Changed += OnShardsChanged;
        ports.Link.Receive(OnPeerMessage);
        ports.Link.Interrupted += () => OnInterrupted(ports.Link);
    }

    public NodeId Self => _ports.Self;

    /// <summary>The node's one timer, for everything that waits.</summary>
    public TimingWheel Wheel { get; }

    public IdSource Ids { get; }

    /// <summary>The cluster as this node sees it, and its place in there.</summary>
    public ShardKeeper Shards { get; }

    public RoomRouter Router { get; }

    public RoomFeeds Feeds { get; }

    /// <summary>The users whose presence this node has, wherever they are connected.</summary>
    public PresenceHost Presence { get; }

    /// <summary>The users who are connected here.</summary>
    public PresenceReporter Attendance { get; }

    /// <summary>What others see of users, wherever they are.</summary>
    public PresenceReader PresenceOf { get; }

    /// <summary>Sets what others see of users, wherever they are.</summary>
    public PresenceSetter PresenceTo { get; }

    /// <summary>Users whom clients of this node watch.</summary>
    public int WatchedUsers => _watches.Count;

    public HistoryReader History { get; }

    public PinReader Pins { get; }

    public MessageAnnotator Messages { get; }

    /// <summary>The public rooms of the cluster.</summary>
    public RoomListing Listing { get; }

    /// <summary>Which rooms users are in, and may come into.</summary>
    public RoomsOfUser RoomsOf { get; }

    /// <summary>How far users have read.</summary>
    public MarkerReader Markers { get; }

    public SessionHost Sessions { get; }

    /// <summary>What channels are like, and which are in use.</summary>
    public ChannelDirectory Channels { get; }

    /// <summary>What one node asks another for operators.</summary>
    public NodeQuestions Questions { get; }

    /// <summary>Looking into the cluster, and steering it.</summary>
    public ClusterOperations Operations { get; }

    /// <summary>What webhooks could not be told; null without webhooks.</summary>
    public DeadLetters? DeadLetters { get; }

    /// <summary>By webhook, what came of its posts on this node.</summary>
    public IEnumerable<(Webhook Webhook, WebhookCounters Counters)> WebhookCounters => _webhooks?.Counters ?? [];

    /// <summary>How each webhook is doing on this node.</summary>
    public ImmutableArray<WebhookStatus> DescribeWebhooks() => _webhooks?.Describe() ?? [];

    /// <summary>Rooms in memory now.</summary>
    public int ActiveRooms => _rooms.ActiveRooms;

    /// <summary>Tells the other nodes, from the next beat on, where clients reach this one: known when the program listens.</summary>
    public void ReachedAt(string url) => _url = url;

    /// <summary>Enters the cluster, and takes the shards that are free.</summary>
    /// <exception cref="NodeIdTakenException">Another node that lives has this id.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _retention?.Start();
        if (_webhooks is not null)
            await _webhooks.StartAsync(cancellation);

        // Webhooks after the rooms: what those commit last is for them as well.
        await Shards.StartAsync(_webhooks is null ? [Presence, _rooms] : [Presence, _rooms, _webhooks], cancellation);
    }

    /// <summary>
    /// Hands all shards over to the other nodes; completes when that is done, at once where there are none. Sessions and
    /// feeds go on as before.
    /// </summary>
    public Task DrainAsync(CancellationToken cancellation) => Shards.DrainAsync(cancellation);

    /// <summary>Leaves the cluster for good, with everything logged. Nothing works here afterwards.</summary>
    public Task LeaveAsync() => Shards.LeaveAsync();

    /// <summary>Completes when everything that rooms here have accepted so far is in the log, or was refused.</summary>
    public Task SettleAsync() => _rooms.SettleAsync();

    public void Dispose()
    {
        Shards.Stop();
        Wheel.Dispose();
    }

    /// <summary>Whether anybody can know who is in a room: in the cluster there is somebody else, or there are users here.</summary>
    private bool HasListeners() => Shards.Current.Members.Length > 1 || Attendance.Count > 0;

    private MemberInfo Describe(MemberInfo member) => member with { Url = _url, Connections = Sessions.Count, Rooms = ActiveRooms };

    private void OnShardsChanged(ShardMap before, ShardMap now)
    {
        foreach (ClusterMember gone in before.Members.Where(member => !now.HasMember(member.Node)))
            _rooms.StopListening(gone.Node);

        // One that was thought to be gone may have said before this node came to think so that it is back, and what it said went with it.
        // A node that enters has missed nothing.
        if (!before.HasMember(Self))
            return;

        foreach (ClusterMember come in now.Members.Where(member => member.Node != Self && !before.HasMember(member.Node)))
            _ports.Link.Send(come.Node, MessagesMissed.Instance);
    }

    private void OnInterrupted(IPeerLink link)
    {
        foreach (ClusterMember member in Shards.Current.Members.Where(member => member.Node != Self))
            link.Send(member.Node, MessagesMissed.Instance);
    }

    private void OnPeerMessage(NodeId from, PeerMessage message)
    {
        switch (message)
        {
            case EventsCommitted committed:
                Feeds.OnCommitted(committed);
                break;
            case EphemeralRaised raised:
                Feeds.OnRaised(raised);
                break;
            case HeadAnnounced announced:
                Feeds.OnHead(announced);
                break;
            case StartListening start:
                _rooms.StartListening(start.Room, from, start.Term, start.MissesRoster, start.RosterHeard);
                break;
            case StopListening stop:
                _rooms.StopListening(stop.Room, from);
                break;
            case AskRoom asked:
                Router.OnAsked(from, asked);
                break;
            case PresenceReported reported:
                Presence.OnReported(from, reported);
                break;
            case PresenceHeard heard:
                Attendance.OnHeard(heard);
                break;
            case PresenceWatched watched:
                Presence.OnWatched(from, watched);
                break;
            case PresenceUnwatched unwatched:
                Presence.OnUnwatched(from, unwatched);
                break;
            case PresenceTold told:
                _watches.OnTold(from, told);
                break;
            case DirectoryChanged:
                Shards.LookAgain();
                break;
            case ShardsPassed passed:
                Shards.OnPassed(from, passed);
                break;
            case ShardsTakenUp taken:
                Shards.OnTakenUp(taken);
                break;
            case MessagesMissed:
                Feeds.AnnounceAgain(from);
                Router.AskAgain(from);
                Attendance.TellAgain(from);
                _watches.TellAgain(from);
                _wildcards.TellAgain(from);
                break;
            case SessionTaken taken:
                Sessions.OnTaken(taken);
                break;
            case PatternsListened listened:
                _patterns.Hear(from, listened.Starts);
                break;
            case PatternDropped dropped:
                _patterns.Forget(from, dropped.Start);
                break;
            case AskNode question:
                Questions.OnAsked(from, question);
                break;
            case AnswerNode answer:
                Questions.OnAnswered(answer);
                break;
            case AnswerRoom answered:
                Router.OnAnswered(answered);
                break;
            default:
                throw new InvalidOperationException($"A node does not know {message.GetType().Name}.");
        }
    }
}

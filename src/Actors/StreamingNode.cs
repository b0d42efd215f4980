using Microsoft.Extensions.Logging;
using Streaming.Actors.Feeds;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Routing;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Actors;

/// <summary>
/// One node's actors, wired: rooms, feeds, presence and sessions over the ports it is given. The program, an
/// embedding application, the simulation and the benchmarks all run this.
/// </summary>
public sealed class StreamingNode : IDisposable
{
    private readonly NodePorts _ports;
    private readonly RoomHost _rooms;

    public StreamingNode(NodePorts ports, NodeOptions options, ILoggerFactory loggers)
    {
        _ports = ports;
        Wheel = new TimingWheel(ports.Clock, loggers.CreateLogger<TimingWheel>());
        Ids = new IdSource(ports.Entropy);
        _rooms = new RoomHost(
            ports.Log, ports.Link, ports.Scheduler, Wheel, ports.Clock, Ids, options.Mailboxes, loggers.CreateLogger<RoomHost>());
        Router = new RoomRouter(ports.Directory, ports.Link, _rooms, Wheel);
        Feeds = new RoomFeeds(Router, ports.Link, ports.Log, ports.Scheduler, Wheel, loggers.CreateLogger<RoomFeeds>());
        Presence = new PresenceHost(Router, Wheel, ports.Clock, options.PresenceGrace);
        History = new HistoryReader(ports.Log);
        Sessions = new SessionHost(Router, Feeds, Presence, History, ports.Sessions, Wheel, Ids, options.Sessions,
            loggers.CreateLogger<SessionHost>());
        ports.Link.Receive(OnPeerMessage);
    }

    public NodeId Self => _ports.Self;

    /// <summary>The node's one timer, for everything that waits.</summary>
    public TimingWheel Wheel { get; }

    public IdSource Ids { get; }

    public RoomRouter Router { get; }

    public RoomFeeds Feeds { get; }

    public PresenceHost Presence { get; }

    public HistoryReader History { get; }

    public SessionHost Sessions { get; }

    /// <summary>Rooms in memory now.</summary>
    public int ActiveRooms => _rooms.ActiveRooms;

    /// <summary>Takes every shard that is free.</summary>
    public async ValueTask StartAsync(CancellationToken cancellation)
    {
        for (int shard = 0; shard < _ports.Directory.Current.Owners.Length; shard++)
            await _ports.Directory.ClaimAsync(new ShardId(shard), cancellation);
    }

    /// <summary>Completes when everything that rooms here have accepted so far is in the log, or was refused.</summary>
    public Task SettleAsync() => _rooms.SettleAsync();

    public void Dispose() => Wheel.Dispose();

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
                _rooms.StartListening(start.Room, from);
                break;
            case StopListening stop:
                _rooms.StopListening(stop.Room, from);
                break;
            case AskRoom asked:
                Router.OnAsked(from, asked);
                break;
            case AnswerRoom answered:
                Router.OnAnswered(answered);
                break;
            default:
                throw new InvalidOperationException($"A node does not know {message.GetType().Name}.");
        }
    }
}

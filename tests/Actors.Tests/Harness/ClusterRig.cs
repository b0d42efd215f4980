using Microsoft.Extensions.Logging;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Webhooks;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Harness;

/// <summary>
/// Whole nodes that share directory, log, sessions and network, on one clock and with turns that the test runs. All shards
/// go to one of them, the favourite: the first, unless the test names another.
/// </summary>
internal sealed class ClusterRig : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private readonly InMemoryPeerNetwork _network = new();
    private readonly List<StreamingNode> _nodes = [];

    public ClusterRig()
    {
        Stored = new InMemoryRoomLog(Fence);
        Log = new ScriptedRoomLog(Stored);
        Sessions = new InMemorySessionStore(Clock);
        Held = new HeldDirectory(RoomDirectory.InMemory(Fence, Clock));
        Rooms = Held.Directory;
        Renewals = new HeldSessionStore(Sessions);
        Fencing = new HeldFence(Fence);
        Store = new InMemoryShardDirectory(shards: 4, Clock);
        Directory = new RigDirectory(Store);
    }

    public ManualTimeProvider Clock { get; } = new();

    public ManualScheduler Turns { get; } = new();

    public LogCapture Lines { get; } = new();

    /// <summary>What is behind <see cref="Directory"/>.</summary>
    public InMemoryShardDirectory Store { get; }

    public RigDirectory Directory { get; }

    /// <summary>What is behind <see cref="Fencing"/>.</summary>
    public InMemoryShardFence Fence { get; } = new(shards: 4);

    public HeldFence Fencing { get; }

    /// <summary>What is behind <see cref="Log"/>.</summary>
    public InMemoryRoomLog Stored { get; }

    public ScriptedRoomLog Log { get; }

    /// <summary>What is behind <see cref="Renewals"/>.</summary>
    public InMemorySessionStore Sessions { get; }

    public HeldSessionStore Renewals { get; }

    /// <summary>What is known of rooms beside their logs.</summary>
    public RoomDirectory Rooms { get; }

    public InMemoryLastSeen LastSeen { get; } = new();

    /// <summary>Stands between the nodes and <see cref="Rooms"/>.</summary>
    public HeldDirectory Held { get; }

    /// <summary>Says something in a node's name.</summary>
    public void Say(StreamingNode from, StreamingNode to, PeerMessage message) => _network.LinkOf(from.Self).Send(to.Self, message);

    /// <summary>What gets lost on its way between nodes.</summary>
    public Func<PeerMessage, bool> Loses { get; set; } = static _ => false;

    /// <summary>A node that has entered the cluster.</summary>
    public StreamingNode AddNode(string id, NodeOptions? options = null, WebhookPorts? webhooks = null, IRoomObserver? observer = null)
    {
        var self = new NodeId(id);
        var node = new StreamingNode(
            new NodePorts(
                self, Directory, Fencing, new LossyLink(_network.LinkOf(self), message => Loses(message)), Log, Renewals, Turns, Clock,
                new SeededEntropy(StableHash.Of($"{id} {_nodes.Count}")))
            {
                Rooms = Rooms,
                LastSeen = LastSeen,
                Webhooks = webhooks,
                Observers = observer is null ? [] : [observer],
            },
            options ?? new NodeOptions { Mailboxes = new MailboxOptions { MessagesPerSecond = 0 } },
            Lines);
        Directory.Favourite ??= self;
        _nodes.Add(node);
        Run(node.StartAsync(CancellationToken.None));
        return node;
    }

    public void Dispose() => _nodes.ForEach(node => node.Dispose());

    /// <summary>Runs all turns, and holds <paramref name="task"/> to being done then.</summary>
    public T Run<T>(Task<T> task)
    {
        Turns.Run();
        return task.IsCompleted ? task.GetAwaiter().GetResult() : throw new InvalidOperationException("Still waiting, and nothing will happen.");
    }

    public T Run<T>(ValueTask<T> task) => Run(task.AsTask());

    public void Run(Task task)
    {
        Turns.Run();
        if (!task.IsCompleted)
            throw new InvalidOperationException("Still waiting, and nothing will happen.");

        task.GetAwaiter().GetResult();
    }

    public void Pass(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += Moment)
        {
            Clock.Advance(passed + Moment <= time ? Moment : time - passed);
            Turns.Run();
        }
    }

    /// <summary>The node's process is killed: it says and does nothing more, and its lease runs out.</summary>
    public void Kill(StreamingNode node)
    {
        _network.Drop(node.Self);
        Directory.CutOff.Add(node.Self);
        node.Dispose();
    }

    /// <summary>All shards are handed over to <paramref name="to"/>, as they are when weights change.</summary>
    public void HandOver(NodeId to)
    {
        Directory.Favourite = to;
        LookAgain();
    }

    /// <summary>All shards go from one node to another, and the first does not know until it is told.</summary>
    public void Seize(NodeId from, NodeId to)
    {
        Directory.Favourite = to;
        Directory.Seize(from, to);
        _nodes.First(node => node.Self == to).Shards.LookAgain();
    }

    public void LookAgain()
    {
        foreach (StreamingNode node in _nodes)
            node.Shards.LookAgain();
        Turns.Run();
    }
}

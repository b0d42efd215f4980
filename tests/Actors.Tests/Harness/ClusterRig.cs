using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Harness;

/// <summary>Whole nodes that share shards, log, sessions and network, on one clock and with turns that the test runs.</summary>
internal sealed class ClusterRig : IDisposable
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);
    private readonly InMemoryPeerNetwork _network = new();
    private readonly List<StreamingNode> _nodes = [];

    public ClusterRig()
    {
        Log = new ScriptedRoomLog(new InMemoryRoomLog(Table));
        Sessions = new InMemorySessionStore(Clock);
    }

    public ManualTimeProvider Clock { get; } = new();

    public ManualScheduler Turns { get; } = new();

    public LogCapture Lines { get; } = new();

    public InMemoryShardTable Table { get; } = new(shards: 4);

    public ScriptedRoomLog Log { get; }

    public InMemorySessionStore Sessions { get; }

    public StreamingNode AddNode(string id, NodeOptions? options = null)
    {
        var self = new NodeId(id);
        var node = new StreamingNode(
            new NodePorts(
                self, new InMemoryShardDirectory(Table, self), _network.LinkOf(self), Log, Sessions, Turns, Clock, new SeededEntropy(StableHash.Of(id))),
            options ?? new NodeOptions { Mailboxes = new MailboxOptions { MessagesPerSecond = 0 } },
            Lines);
        _nodes.Add(node);
        return node;
    }

    /// <summary>A node that owns every shard.</summary>
    public StreamingNode AddOwner(string id, NodeOptions? options = null)
    {
        StreamingNode node = AddNode(id, options);
        Run(node.StartAsync(CancellationToken.None).AsTask());
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

    /// <summary>All shards go from one node to another.</summary>
    public void Move(NodeId from, NodeId to)
    {
        for (int shard = 0; shard < Table.Current.Owners.Length; shard++)
        {
            Table.Release(new ShardId(shard), from, Table.TermOf(new ShardId(shard)));
            Table.TryClaim(new ShardId(shard), to);
        }
    }
}

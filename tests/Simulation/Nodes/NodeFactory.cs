using System.Globalization;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Logs;
using Streaming.Simulation.Peers;
using Streaming.Simulation.Sessions;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Nodes;

/// <summary>Starts nodes, one life after the other, on the same stores.</summary>
internal sealed class NodeFactory
{
    private const int Shards = 4;

    private readonly SimulatedWorld _world;
    private readonly FaultPlan _faults;
    private readonly NodeOptions _options;
    private readonly Mutations _mutations;
    private readonly LogWatch _watch;
    private readonly InMemoryShardFence _fence = new(Shards);
    private readonly InMemoryShardDirectory _directory;
    private readonly ISessionStore _sessions;
    private readonly IRoomLog _log;
    private readonly SimulatedLog _unreliable;
    private readonly Dice _entropy;
    private int _started;

    public NodeFactory(SimulatedWorld world, FaultPlan faults, NodeOptions options, Mutations mutations, LogWatch watch)
    {
        (_world, _faults, _options, _mutations, _watch) = (world, faults, options, mutations, watch);
        _sessions = mutations.Sessions(new SimulatedSessionStore(new InMemorySessionStore(world.Clock), faults, world));
        Archive = new LogArchive(new InMemoryRoomLog(_fence));
        _directory = new InMemoryShardDirectory(Shards, world.Clock);
        _unreliable = new SimulatedLog(Archive, faults, world);
        _log = mutations.Log(_unreliable);
        _entropy = world.ForkDice();
        LostSignals = new LostSignals(world);
    }

    public LogArchive Archive { get; }

    /// <summary>Of the node that was started last.</summary>
    public LostSignals LostSignals { get; private set; }

    /// <summary>Calls to the log that have not been answered.</summary>
    public int LogCallsUnderWay => _unreliable.UnderWay;

    public async Task<SimulatedNode> StartAsync()
    {
        var self = new NodeId(string.Create(CultureInfo.InvariantCulture, $"node-{++_started}"));
        LostSignals = new LostSignals(_world);
        var shards = new ShardView(_directory);
        var ports = new NodePorts(
            self,
            shards,
            _fence,
            _mutations.Link(new SimulatedLink(self, _faults, _world, LostSignals)),
            _log,
            _sessions,
            _world,
            _world.Clock,
            _entropy);
        var actors = new StreamingNode(ports, _options, _watch);
        await actors.StartAsync(CancellationToken.None);
        _world.Trace.Note($"{self} started");
        return new SimulatedNode(actors, shards);
    }
}

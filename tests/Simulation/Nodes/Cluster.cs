using System.Globalization;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Peers;
using Streaming.Simulation.Stores;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Nodes;

/// <summary>The nodes that live, over one store and one network: how they come and how they go.</summary>
internal sealed class Cluster
{
    private const int Shards = 6;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    private readonly SimulatedWorld _world;
    private readonly FaultPlan _faults;
    private readonly NodeOptions _options;
    private readonly Mutations _mutations;
    private readonly LogWatch _watch;
    private readonly SimulatedNetwork _network;
    private readonly Dice _dice;
    private readonly List<SimulatedNode> _nodes = [];
    private readonly HashSet<NodeId> _taken = [];
    private int _ids;
    private int _lives;

    public Cluster(SimulatedWorld world, FaultPlan faults, NodeOptions options, Mutations mutations, LogWatch watch)
    {
        (_world, _faults, _mutations, _watch) = (world, faults, mutations, watch);
        _options = mutations.Options(options);
        _dice = world.ForkDice();
        Store = new SimulatedStore(Shards, world, mutations);
        LostSignals = new LostSignals(world, Shards);
        Store.Terms.Moved += LostSignals.OnMoved;
        Store.Terms.Seen += LostSignals.OnSeen;
        _network = new SimulatedNetwork(world, faults, LostSignals);
    }

    public SimulatedStore Store { get; }

    public LostSignals LostSignals { get; }

    /// <summary>Those that live, in the order in which they came.</summary>
    public IReadOnlyList<SimulatedNode> Nodes => _nodes;

    /// <summary>Calls to the store that have not been answered.</summary>
    public int CallsUnderWay => _nodes.Sum(node => node.Line.UnderWay);

    public NodeId NewId() => new(string.Create(CultureInfo.InvariantCulture, $"node-{++_ids}"));

    /// <summary>Starts a node; one that does not come up is started again, as a supervisor does.</summary>
    public async Task<SimulatedNode> StartAsync(NodeId id)
    {
        // Two were to follow the same node.
        if (!_taken.Add(id))
            _taken.Add(id = NewId());

        while (true)
        {
            SimulatedNode node = Build(id);
            try
            {
                await node.Process.StartAsync(() => node.Actors.StartAsync(CancellationToken.None));
                _world.Trace.Note($"{node.Name} started");
                _nodes.Add(node);
                return node;
            }
            catch (Exception e)
            {
                _world.Trace.Note($"{node.Name} does not start: {e.Message}");
                node.Die();
            }

            await _world.Delay(RetryDelay);
        }
    }

    public void Crash(SimulatedNode node)
    {
        _world.Trace.Note($"{node.Name} dies");
        Bury(node);
    }

    /// <summary>Shuts a node down as its program does: shards first, then connections, then goodbye.</summary>
    public async Task ShutDownAsync(SimulatedNode node)
    {
        _world.Trace.Note($"{node.Name} drains");
        node.IsDraining = true;
        try
        {
            // A time limit, as every supervisor has one.
            Task drained = node.Process.StartAsync(() => node.Actors.DrainAsync(CancellationToken.None));
            await Task.WhenAny(drained, _world.Delay(TimeSpan.FromSeconds(5)));
            foreach (SimulatedSocket socket in node.Sockets.ToArray())
                node.Process.Do(() => _ = socket.CloseAsync("1001 the node drains"));
            await _world.Delay(_dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(1)));
            await Task.WhenAny(node.Process.StartAsync(node.Actors.LeaveAsync), _world.Delay(TimeSpan.FromSeconds(5)));
        }
        catch (Exception e)
        {
            _world.Trace.Note($"{node.Name} leaves without goodbye: {e.Message}");
        }

        _world.Trace.Note($"{node.Name} has left");
        Bury(node);
    }

    /// <summary>Everything that was broken is whole again.</summary>
    public void Heal()
    {
        Store.IsUp = true;
        foreach (SimulatedNode node in _nodes)
        {
            node.Reconnect();
            node.Continue(_world.Now);
        }
    }

    private void Bury(SimulatedNode node)
    {
        // It may have been declared dead while it was leaving.
        if (_nodes.Remove(node))
            _taken.Remove(node.Id);
        node.Die();
        LostSignals.OnDied(node.Name);
    }

    private SimulatedNode Build(NodeId id)
    {
        string life = string.Create(CultureInfo.InvariantCulture, $"{id}/{++_lives}");
        var process = new SimulatedProcess(_world);
        var line = new StoreLine(Store, _faults, _world);
        SimulatedLink link = _network.LinkOf(id, life, process);
        var ports = new NodePorts(
            id,
            _mutations.Directory(new SimulatedDirectory(Store, line, _faults.Directory, life)),
            new SimulatedFence(Store, line, _faults.Directory, life),
            _mutations.Link(link),
            _mutations.Log(new SimulatedLog(Store, line, _faults.Log, life)),
            _mutations.Sessions(new SimulatedSessionStore(Store, line, _faults, _world)),
            process,
            process.Clock,
            _dice)
        {
            Rooms = _mutations.Rooms(new SimulatedRooms(Store, line, _faults.Rooms).Directory),
            LastSeen = Store.LastSeen,
        };
        var actors = new StreamingNode(ports, _options, _watch.For(life));
        _mutations.Node(actors, process);
        return new SimulatedNode(life, process, line, link, actors);
    }
}

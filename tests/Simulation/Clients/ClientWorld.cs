using Streaming.Actors.Ids;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Scenarios;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>What all clients of a run share.</summary>
internal sealed class ClientWorld(
    SimulatedWorld world, Scenario scenario, FaultPlan faults, Recording recording, Mutations mutations, Cluster cluster)
{
    public SimulatedWorld World { get; } = world;

    public Dice Dice { get; } = world.ForkDice();

    public Scenario Scenario { get; } = scenario;

    public Recording Recording { get; } = recording;

    public Mutations Mutations { get; } = mutations;

    public Cluster Cluster { get; } = cluster;

    /// <summary>When the faults end, and everybody settles down.</summary>
    public DateTimeOffset StormUntil { get; } = world.Now + scenario.Storm;

    /// <summary>Actions that may still be taken before the quiet phase.</summary>
    public int ActionsLeft { get; set; } = scenario.Actions;

    /// <summary>Whether everybody has put their hands down, so that what is left undone is the server's.</summary>
    public bool IsOver { get; set; }

    /// <summary>How long a frame takes to a client at most now: once everything is quiet every line is good.</summary>
    public TimeSpan SlowestFor(string client) => faults.Active ? Scenario.SlowestFor(client) : TimeSpan.FromMilliseconds(1);

    public long KeptFrom(RoomId room) => Cluster.Store.Archive.Of(room).FirstSeq;

    public long TrimmedBelow(RoomId room) => Cluster.Store.Archive.Of(room).TrimmedBelow;

    public long HeadOf(RoomId room) => Cluster.Store.Archive.Of(room).Head;

    /// <summary>Any node that takes connections, whether it is well or not; null when none does.</summary>
    public SimulatedNode? PickNode()
    {
        SimulatedNode[] open = [.. Cluster.Nodes.Where(node => !node.IsDraining)];
        return open.Length == 0 ? null : Dice.Pick(open);
    }
}

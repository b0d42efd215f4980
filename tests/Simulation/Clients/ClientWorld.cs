using Streaming.Actors.Ids;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Scenarios;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Clients;

/// <summary>What all clients of a run share.</summary>
internal sealed class ClientWorld(
    SimulatedWorld world, Scenario scenario, FaultPlan faults, Recording recording, LogArchive archive, Mutations mutations, SimulatedNode node)
{
    public SimulatedWorld World { get; } = world;

    public Dice Dice { get; } = world.ForkDice();

    public Scenario Scenario { get; } = scenario;

    public Recording Recording { get; } = recording;

    public Mutations Mutations { get; } = mutations;

    /// <summary>The node that takes connections now.</summary>
    public SimulatedNode Node { get; set; } = node;

    /// <summary>Actions that may still be taken before the quiet phase.</summary>
    public int ActionsLeft { get; set; } = scenario.Actions;

    /// <summary>Whether everybody has put their hands down, so that what is left undone is the server's.</summary>
    public bool IsOver { get; set; }

    /// <summary>How long a frame takes to a client at most now: once everything is quiet every line is good.</summary>
    public TimeSpan SlowestFor(string client) => faults.Active ? Scenario.SlowestFor(client) : TimeSpan.FromMilliseconds(1);

    public long KeptFrom(RoomId room) => archive.Of(room).FirstSeq;

    public long HeadOf(RoomId room) => archive.Of(room).Head;
}

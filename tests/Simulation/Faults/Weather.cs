using Streaming.Simulation.Clients;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Faults;

/// <summary>Brings the faults that last for a while: outages of the log, steps of the wall clock, and the death of a node with another taking over.</summary>
internal sealed class Weather(SimulatedWorld world, FaultPlan faults, NodeFactory nodes, ClientWorld place)
{
    /// <summary>A dead node's leftovers run this long beside its successor, as after a pause that it did not notice.</summary>
    private static readonly TimeSpan Haunting = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan LargestStep = TimeSpan.FromSeconds(10);

    private readonly Dice _dice = world.ForkDice();

    public async Task OutagesAsync()
    {
        for (int i = 0; i < faults.Outages && faults.Active; i++)
        {
            await world.Delay(_dice.Between(TimeSpan.Zero, 20 * place.Scenario.ThinkTime));
            if (!faults.Active)
                return;

            TimeSpan span = _dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(12));
            world.Trace.Note($"the log is away for {span.TotalSeconds:F1} s");
            faults.TakeLogAway(span);
        }
    }

    public async Task ClockStepsAsync()
    {
        for (int i = 0; i < faults.ClockSteps; i++)
        {
            await world.Delay(_dice.Between(TimeSpan.Zero, 20 * place.Scenario.ThinkTime));
            if (!faults.Active)
                return;

            TimeSpan step = _dice.Between(-LargestStep, LargestStep);
            world.Trace.Note($"the wall clock is set by {step.TotalSeconds:F1} s");
            world.Clock.StepWallClock(step);
        }
    }

    public async Task RestartsAsync()
    {
        for (int i = 0; i < faults.Restarts; i++)
        {
            await world.Delay(_dice.Between(TimeSpan.Zero, 40 * place.Scenario.ThinkTime));
            if (!faults.Active)
                return;

            SimulatedNode dead = place.Node;
            world.Trace.Note($"{dead.Id} dies");
            dead.Die();
            _ = BuryAsync(dead);
            await world.Delay(_dice.Between(TimeSpan.Zero, TimeSpan.FromMilliseconds(500)));
            place.Node = await nodes.StartAsync();
        }
    }

    private async Task BuryAsync(SimulatedNode dead)
    {
        await world.Delay(Haunting);
        dead.Dispose();
    }
}

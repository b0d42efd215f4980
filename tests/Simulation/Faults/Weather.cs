using Streaming.Actors.Ids;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Stores;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Faults;

/// <summary>Brings what happens to whole nodes and to the store, at moments spread over the storm.</summary>
internal sealed class Weather(SimulatedWorld world, FaultPlan faults, Cluster cluster, ClientWorld place)
{
    private const int MaxNodes = 5;

    private static readonly TimeSpan LargestStep = TimeSpan.FromSeconds(10);

    /// <summary>Redis with appendfsync everysec: a second, and what a slow disk adds.</summary>
    private static readonly TimeSpan LargestLoss = TimeSpan.FromMilliseconds(1500);

    private readonly Dice _dice = world.ForkDice();

    /// <summary>Ends when what it began has ended, soon after the faults have.</summary>
    public Task BlowAsync() => Task.WhenAll(
    [
        .. Times(faults.Outages, OutageAsync),
        .. Times(faults.Losses, LossAsync),
        .. Times(faults.ClockSteps, ClockStepAsync),
        .. Times(faults.Crashes, CrashAsync),
        .. Times(faults.Pauses, PauseAsync),
        .. Times(faults.Partitions, PartitionAsync),
        .. Times(faults.Deafness, DeafnessAsync),
        .. Times(faults.Joins, JoinAsync),
        .. Times(faults.Drains, DrainAsync),
    ]);

    private IEnumerable<Task> Times(int count, Func<Task> what) => Enumerable.Range(0, count).Select(async _ =>
    {
        await world.Delay(_dice.Between(TimeSpan.FromTicks(1), place.Scenario.Storm));
        if (faults.Active)
            await what();
    });

    private async Task OutageAsync()
    {
        if (!cluster.Store.IsUp)
            return;

        TimeSpan span = AnySpan(100, 6000);
        world.Trace.Note($"the store is away for {span.TotalSeconds:F1} s");
        cluster.Store.IsUp = false;
        await UnlessOverAsync(span);
        ComeBack();
    }

    /// <summary>Sometimes an owner dies with it, and what it remembered is gone too.</summary>
    private async Task LossAsync()
    {
        int life = cluster.Store.Life;
        SimulatedStore.Image image = cluster.Store.TakeImage(world.Now);
        await world.Delay(_dice.Between(TimeSpan.FromTicks(1), LargestLoss));
        if (!faults.Active || !cluster.Store.IsUp || cluster.Store.Life != life)
            return;

        bool losesDirectory = _dice.Chance(0.7);
        bool losesSessions = _dice.Chance(0.7);
        world.Trace.Note($"the store restarts and is as it was {(world.Now - image.At).TotalSeconds:F2} s ago{(losesDirectory ? ", directory too" : "")}{(losesSessions ? ", sessions too" : "")}");
        cluster.Store.Crash(image, losesDirectory, losesSessions, world.Now);
        Task crash = _dice.Chance(0.3) ? CrashAsync() : Task.CompletedTask;
        await UnlessOverAsync(AnySpan(20, 3000));
        ComeBack();
        await crash;
    }

    private void ComeBack()
    {
        cluster.Store.IsUp = true;
        foreach (SimulatedNode node in cluster.Nodes)
            node.Link.Interrupt();
    }

    private Task ClockStepAsync()
    {
        TimeSpan step = _dice.Between(-LargestStep, LargestStep);
        if (Any() is { } node)
        {
            world.Trace.Note($"the wall clock of {node.Name} is set by {step.TotalSeconds:F1} s");
            node.Process.Clock.StepWallClock(step);
        }

        return Task.CompletedTask;
    }

    private async Task CrashAsync()
    {
        if (Any() is not { } node)
            return;

        cluster.Crash(node);
        await world.Delay(AnySpan(1, 3000));
        await cluster.StartAsync(_dice.Chance(0.5) ? node.Id : cluster.NewId());
    }

    private async Task PauseAsync()
    {
        if (Any() is not { Process.IsPaused: false } node)
            return;

        TimeSpan span = AnySpan(50, 5000);
        world.Trace.Note($"{node.Name} stands still for {span.TotalSeconds:F1} s");
        node.Process.Pause();
        await UnlessOverAsync(span);
        world.Trace.Note($"{node.Name} goes on");
        node.Continue(world.Now);
    }

    private async Task PartitionAsync()
    {
        if (Any() is not { } node)
            return;

        TimeSpan span = AnySpan(50, 5000);
        world.Trace.Note($"{node.Name} is cut off for {span.TotalSeconds:F1} s");
        node.CutOff();
        await UnlessOverAsync(span);
        world.Trace.Note($"{node.Name} is connected again");
        node.Reconnect();
    }

    private async Task DeafnessAsync()
    {
        if (Any() is not { } node)
            return;

        TimeSpan span = AnySpan(50, 4000);
        world.Trace.Note($"{node.Name} is deaf and mute for {span.TotalSeconds:F1} s");
        node.Link.IsCut = true;
        await UnlessOverAsync(span);
        node.Link.Reconnect();
    }

    private async Task JoinAsync()
    {
        if (cluster.Nodes.Count < MaxNodes && place.Scenario.Nodes > 1)
            await cluster.StartAsync(cluster.NewId());
    }

    private async Task DrainAsync()
    {
        SimulatedNode[] others = [.. cluster.Nodes.Where(node => !node.IsDraining)];
        if (others.Length < 2)
            return;

        SimulatedNode leaving = _dice.Pick(others);
        NodeId next = _dice.Chance(0.5) ? leaving.Id : cluster.NewId();
        await cluster.ShutDownAsync(leaving);
        if (_dice.Chance(0.6))
            await cluster.StartAsync(next);
    }

    private SimulatedNode? Any() => cluster.Nodes.Count == 0 ? null : _dice.Pick(cluster.Nodes);

    private TimeSpan AnySpan(int fromMs, int toMs) =>
        _dice.Between(TimeSpan.FromMilliseconds(fromMs), TimeSpan.FromMilliseconds(_dice.Chance(0.5) ? toMs : toMs / 4));

    /// <summary>Waits, but no longer than the storm lasts.</summary>
    private async Task UnlessOverAsync(TimeSpan span)
    {
        DateTimeOffset until = world.Now + span;
        if (until > place.StormUntil)
            until = place.StormUntil;
        if (until > world.Now)
            await world.Delay(until - world.Now);
    }
}

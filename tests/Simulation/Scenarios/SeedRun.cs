using System.Collections.Immutable;
using System.Globalization;
using Streaming.Actors.Ids;
using Streaming.Simulation.Checks;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Nodes;
using Streaming.Simulation.Worlds;

namespace Streaming.Simulation.Scenarios;

/// <summary>One run of one seed: people chat while everything goes wrong, then it becomes quiet, then everything is checked.</summary>
internal sealed class SeedRun : IDisposable
{
    /// <summary>
    /// Longer than every time by which something has to have mended itself: a question's deadline (10 s), the
    /// longest stall of the log (15 s), presence grace (5 s), typing (5 s), and a client's own retries.
    /// </summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(60);

    /// <summary>For what was asked at the end of that to be answered and delivered.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(15);

    private readonly SimulatedWorld _world;
    private readonly FaultPlan _faults;
    private readonly Scenario _scenario;
    private readonly LogWatch _watch;
    private readonly NodeFactory _nodes;
    private readonly Mutations _mutations;
    private readonly Recording _recording = new();
    private readonly List<SimulatedClient> _tabs = [];
    private readonly ulong _seed;
    private DateTimeOffset _quietAt;
    private ImmutableArray<RoomEnding> _endings = [];

    private SeedRun(ulong seed, Mutations mutations, Action<string>? traceReader)
    {
        _seed = seed;
        _world = new SimulatedWorld(seed, traceReader);
        _mutations = mutations;
        _faults = FaultPlan.Draw(_world.ForkDice(), _world.Clock);
        _scenario = Scenario.Draw(_world.ForkDice(), _faults);
        _watch = new LogWatch(_world.Trace);
        _nodes = new NodeFactory(_world, _faults, _scenario.Node, mutations, _watch);
    }

    /// <param name="traceReader">Gets every line of the trace; null when nobody reads it.</param>
    public static RunResult Run(ulong seed, Mutations? mutations = null, Action<string>? traceReader = null)
    {
        using var run = new SeedRun(seed, mutations ?? new Mutations(), traceReader);
        return run.Run();
    }

    public void Dispose() => _watch.Dispose();

    private RunResult Run()
    {
        _world.Trace.Note($"{_scenario}");
        _world.Trace.Note($"{_faults}");
        List<Violation> violations = [];
        try
        {
            _world.Run(PlayAsync);
            violations.AddRange(Checker.Check(new RunRecord(_recording, _nodes.Archive, _endings, _quietAt, _world.Now)));
        }
        catch (WorldStuckException stuck)
        {
            violations.Add(new Violation.Stuck(stuck.Message, _nodes.LogCallsUnderWay,
                [.. _recording.Asks.Where(ask => ask.BegunAt is not null && ask.EndedAt is null).Select(ask => ask.ToString())]));
        }
        catch (Exception e)
        {
            violations.Add(new Violation.Crashed(e.ToString()));
        }

        violations.AddRange(_watch.Complaints.Select(line => new Violation.Complained(line)));
        foreach (Violation violation in violations)
            _world.Trace.Note($"VIOLATION {violation}");

        return new RunResult(_seed, [.. violations], _world.Trace.Hash, _world.Steps, _recording.Asks.Count, TimeSpan.FromTicks(_world.Clock.Now));
    }

    private async Task PlayAsync()
    {
        var place = new ClientWorld(_world, _scenario, _faults, _recording, _nodes.Archive, _mutations, await _nodes.StartAsync());
        RoomId[] rooms = [.. Enumerable.Range(1, _scenario.Rooms).Select(n => new RoomId(Named("room", n)))];
        Dice dice = _world.ForkDice();
        for (int n = 1; n <= _scenario.Users; n++)
        {
            var user = new SimulatedUser(new UserId(Named("user", n)), echo: dice.Chance(0.75));
            for (int t = 1; t <= _scenario.TabsPerUser; t++)
                user.Tabs.Add(new SimulatedClient(user, Named(user.Id.Value + "/", t), place));
            _tabs.AddRange(user.Tabs);
        }

        var publisher = new Publisher(place, _world.ForkDice());
        var weather = new Weather(_world, _faults, _nodes, place);
        ClientHabits[] habits = [.. _tabs.Select(tab => new ClientHabits(tab, place, rooms))];
        _ = weather.OutagesAsync();
        _ = weather.ClockStepsAsync();
        Task restarts = weather.RestartsAsync();
        await Task.WhenAll(habits.Select(one => one.LiveAsync(publisher)));

        _world.Trace.Note($"quiet");
        _faults.Cease();
        await restarts;
        await Task.WhenAll(habits.Select(one => one.SettleAsync(_world.Now + Quiet)));
        place.IsOver = true;
        await Task.WhenAll(habits.Select(one => one.SettleAsync(_world.Now + LastWords)));
        _quietAt = _world.Now;
        _endings = await new Auditor(place, _tabs, _nodes.Archive, _nodes.LostSignals).AuditAsync(rooms);
    }

    private static string Named(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}{number}");
}

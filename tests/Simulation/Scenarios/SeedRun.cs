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
internal sealed class SeedRun
{
    /// <summary>
    /// Longer than every time by which the nodes have to have mended themselves when nothing goes wrong any more: the longest
    /// stall of a call (6 s), a lease (1.5 s), and the start of a node that waits for its earlier life to be gone.
    /// </summary>
    private static readonly TimeSpan Mending = TimeSpan.FromSeconds(9);

    /// <summary>After that for what hangs on longer times: a question's deadline (10 s), who listens (10 s), typing and grace (5 s each).</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(12);

    /// <summary>Longer than a room that was locked needs to be opened, when all is well.</summary>
    private static readonly TimeSpan Reopening = TimeSpan.FromSeconds(3);

    /// <summary>For what was asked at the end of that to be answered and delivered.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(12);

    private readonly SimulatedWorld _world;
    private readonly FaultPlan _faults;
    private readonly Scenario _scenario;
    private readonly LogWatch _watch;
    private readonly Cluster _cluster;
    private readonly Mutations _mutations;
    private readonly Recording _recording = new();
    private readonly List<SimulatedClient> _tabs = [];
    private readonly List<Violation> _violations = [];
    private readonly ulong _seed;
    private DateTimeOffset _quietAt;
    private Audit _audit = Audit.None;

    private SeedRun(ulong seed, Mutations mutations, Action<string>? traceReader)
    {
        _seed = seed;
        _world = new SimulatedWorld(seed, traceReader);
        _mutations = mutations;
        _faults = FaultPlan.Draw(_world.ForkDice());
        _scenario = Scenario.Draw(_world.ForkDice());
        _watch = new LogWatch(_world.Trace);
        _cluster = new Cluster(_world, _faults, _scenario.Node, mutations, _watch);
    }

    /// <param name="traceReader">Gets every line of the trace; null when nobody reads it.</param>
    public static RunResult Run(ulong seed, Mutations? mutations = null, Action<string>? traceReader = null) =>
        new SeedRun(seed, mutations ?? new Mutations(), traceReader).Run();

    private RunResult Run()
    {
        _world.Trace.Note($"{_scenario}");
        _world.Trace.Note($"{_faults}");
        try
        {
            _world.Run(PlayAsync);
            _violations.AddRange(Checker.Check(new RunRecord(_recording, _cluster.Store, _faults, _scenario.Node, _audit, _quietAt, _world.Now)));
        }
        catch (WorldStuckException stuck)
        {
            _violations.Add(new Violation.Stuck(stuck.Message, _cluster.CallsUnderWay,
                [.. _recording.Asks.Where(ask => ask.BegunAt is not null && ask.EndedAt is null).Select(ask => ask.ToString())]));
        }
        catch (Exception e)
        {
            _violations.Add(new Violation.Crashed(e.ToString()));
        }

        _violations.AddRange(_watch.Complaints.Select(line => new Violation.Complained(line)));
        foreach (Violation violation in _violations)
            _world.Trace.Note($"VIOLATION {violation}");

        return new RunResult(_seed, [.. _violations], _world.Trace.Hash, _world.Steps, _recording.Asks.Count, TimeSpan.FromTicks(_world.Clock.Now));
    }

    private async Task PlayAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, _scenario.Nodes).Select(_ => _cluster.StartAsync(_cluster.NewId())));
        var place = new ClientWorld(_world, _scenario, _faults, _recording, _mutations, _cluster);
        RoomId[] rooms = [.. Enumerable.Range(1, _scenario.Rooms).Select(n => new RoomId(Named("room", n)))];
        RoomId[] channels = [.. _scenario.Channels.Select(static name => new ChannelId(name).Room)];
        Dice dice = _world.ForkDice();
        for (int n = 1; n <= _scenario.Users; n++)
        {
            var user = new SimulatedUser(new UserId(Named("user", n)), echo: dice.Chance(0.75));
            for (int t = 1; t <= _scenario.TabsPerUser; t++)
                user.Tabs.Add(new SimulatedClient(user, Named(user.Id.Value + "/", t), place));
            _tabs.AddRange(user.Tabs);
        }

        var publisher = new Publisher(place, _world.ForkDice());
        var meddler = new Meddler(place, _world.ForkDice(), [.. _tabs.Select(static tab => tab.User.Id).Distinct()]);
        ClientHabits[] habits = [.. _tabs.Select(tab => new ClientHabits(tab, place, rooms, channels))];
        Task weather = new Weather(_world, _faults, _cluster, place).BlowAsync();
        await Task.WhenAll(habits.Select(one => one.LiveAsync(publisher, meddler)));
        if (place.StormUntil > _world.Now)
            await _world.Delay(place.StormUntil - _world.Now);

        _world.Trace.Note("quiet");
        _faults.Cease();
        _cluster.Heal();
        Task settled = Task.WhenAll(habits.Select(one => one.SettleAsync(_world.Now + Mending + Quiet)));
        await _world.Delay(Mending);
        await weather;
        _world.Trace.Note("mended");
        await ReopenAsync(place, meddler, "janitor", rooms);
        _violations.AddRange(await new Prober(place, _tabs).ProbeAsync([.. rooms, .. channels]));
        await settled;
        place.IsOver = true;
        await Task.WhenAll(habits.Select(one => one.SettleAsync(_world.Now + LastWords)));

        // Once more: what a room had no time for until now may have closed it again.
        await ReopenAsync(place, meddler, "janitor-after", rooms);
        await Task.WhenAll(habits.Select(one => one.SettleAsync(_world.Now + LastWords)));
        _quietAt = _world.Now;
        _audit = await new Auditor(place, _tabs, _cluster.Store.Archive, _cluster.LostSignals).AuditAsync(rooms, channels);
    }

    /// <summary>Over a node that is well: the faults are long over.</summary>
    private static async Task ReopenAsync(ClientWorld place, Meddler meddler, string name, IReadOnlyList<RoomId> rooms)
    {
        var janitor = new SimulatedClient(new SimulatedUser(new UserId(name), echo: true), name, place);
        if (!await janitor.ConnectAsync(token: null))
            return;

        await Task.WhenAll(rooms.Select(room => meddler.ReopenAsync(janitor, room, Reopening)));
        janitor.Vanish();
    }

    private static string Named(string what, int number) => string.Create(CultureInfo.InvariantCulture, $"{what}{number}");
}

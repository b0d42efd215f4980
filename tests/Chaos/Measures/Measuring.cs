using Streaming.Chaos.Clients;
using Streaming.Chaos.Clusters;
using Streaming.Chaos.Histories;
using Streaming.Chaos.Reports;
using Streaming.Chaos.Runs;

namespace Streaming.Chaos.Measures;

/// <summary>
/// How long a room stands still when its owner goes: one client a room, on a node that stays, publishes one message after
/// another without a break to speak of.
/// </summary>
internal sealed class Measuring(ChaosOptions options, Action<string>? watcher)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Between two messages to a room: what a measured time may be too long by.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>What a node notices late, such as the last shard's new owner, falls into the measured time.</summary>
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(300);

    private readonly RunClock _clock = new();
    private ClusterNode? _avoided;

    /// <summary>From <c>kill -9</c> of a node to the first ack of a message sent after it, in each room that the node owned.</summary>
    public Task<IReadOnlyList<MeasureReport>> TakeoverAsync(int times, CancellationToken stopping) => MeasureAsync(times, async (bench, victim) =>
    {
        List<string> rooms = await bench.OwnedByAsync(victim, stopping);
        TimeSpan began = _clock.Now;
        await victim.KillAsync();
        TimeSpan killed = _clock.Now;
        await WaitAsync(() => rooms.All(room => bench.Recorder.HasTakenSince(room, killed)), stopping);
        bench.Take("from kill -9 of the owner to an ack, each room", rooms, began, began);
        bench.TakeWorst("the same, the last room of each kill", rooms, began, began);
        await victim.StartAsync();
        await bench.SettledAsync(stopping);
    }, stopping);

    /// <summary>The longest time that a room takes nothing, in each room of a node that is drained, and again as it comes back.</summary>
    public Task<IReadOnlyList<MeasureReport>> HandOverAsync(int times, CancellationToken stopping) => MeasureAsync(times, async (bench, victim) =>
    {
        List<string> rooms = await bench.OwnedByAsync(victim, stopping);
        TimeSpan calm = _clock.Now;
        await Task.Delay(Aftermath * 2, stopping);
        TimeSpan began = _clock.Now;
        bench.Take("longest pause of each room, nothing happens", rooms, calm, began);
        await bench.View.DrainAsync(victim, victim, stopping);
        ClusterNode other = bench.Other(victim);
        await WaitAsync(async () => await bench.View.ShardsOfAsync(other, victim, stopping) == 0, stopping);
        await Task.Delay(Aftermath, stopping);
        bench.Take("longest pause of each room, its owner is drained", rooms, began, _clock.Now);
        await victim.StopAsync();
        began = _clock.Now;
        await victim.StartAsync();
        await bench.SettledAsync(stopping);
        await Task.Delay(Aftermath, stopping);
        TimeSpan joined = _clock.Now;
        rooms = await bench.OwnedByAsync(victim, stopping);
        bench.Take("longest pause of each room, it goes to a node that joins", rooms, began, joined);
        bench.Take("longest pause of each room that stays as a node joins", bench.AllBut(rooms), began, joined);
    }, stopping);

    private async Task<IReadOnlyList<MeasureReport>> MeasureAsync(int times, Func<Bench, ClusterNode, Task> measure, CancellationToken stopping)
    {
        if (Directory.Exists(options.Folder))
            Directory.Delete(options.Folder, recursive: true);
        Directory.CreateDirectory(options.Folder);
        using var log = new RunLog(_clock, Path.Combine(options.Folder, "measure.log"), watcher);
        await using ChaosCluster cluster = await ChaosCluster.StartAsync(options, log);
        using var view = new ClusterView();
        var recorder = new Recorder(_clock);
        string[] rooms = [.. Enumerable.Range(1, options.Rooms).Select(static i => $"room{i:D2}")];
        ChaosClient[] clients = [.. rooms.Select((room, i) => new ChaosClient($"c{i + 1:D2}", [room], Pick(cluster), i, recorder))];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        List<Task> tasks = [.. clients.Select(client => Task.Run(() => client.StayAsync(stop.Token), CancellationToken.None))];
        tasks.AddRange(clients.Select(client => Task.Run(
            () => client.PublishAsync(client.Rooms.Single().Room, Interval, stop.Token, stop.Token), CancellationToken.None)));
        var bench = new Bench(cluster, view, recorder, rooms);
        try
        {
            await bench.SettledAsync(stopping);
            for (int i = 0; i < times; i++)
            {
                ClusterNode victim = cluster.Nodes[i % cluster.Nodes.Count];
                await MoveAwayAsync(clients, victim, recorder, stopping);
                log.Say($"{i + 1} of {times}: {victim.Id}");
                await measure(bench, victim);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(tasks);
        }

        return bench.Reports;
    }

    private Func<Random, Uri> Pick(ChaosCluster cluster) => random =>
    {
        ClusterNode[] others = [.. cluster.Nodes.Where(node => node != _avoided && node.IsRunning)];
        return others[random.Next(others.Length)].Address;
    };

    private async Task MoveAwayAsync(ChaosClient[] clients, ClusterNode victim, Recorder recorder, CancellationToken stopping)
    {
        _avoided = victim;
        await WaitAsync(() =>
        {
            // One that was on its way there when this began is in there later.
            foreach (ChaosClient client in clients.Where(client => client.IsIn && client.Node == victim.Id))
                client.HangUp();
            return clients.All(client => client.IsIn && client.Node != victim.Id);
        }, stopping);
        TimeSpan now = _clock.Now;
        await WaitAsync(() => clients.All(client => recorder.HasTakenSince(client.Rooms.Single().Room, now)), stopping);
    }

    private Task WaitAsync(Func<bool> condition, CancellationToken stopping) => WaitAsync(() => Task.FromResult(condition()), stopping);

    private async Task WaitAsync(Func<Task<bool>> condition, CancellationToken stopping)
    {
        TimeSpan until = _clock.Now + Patience;
        while (!await condition())
        {
            if (_clock.Now > until)
                throw new TimeoutException($"The cluster did not get so far in {Patience.TotalSeconds} s.");
            await Task.Delay(PollInterval, stopping);
        }
    }

    /// <summary>What all measurements share.</summary>
    private sealed class Bench(ChaosCluster cluster, ClusterView view, Recorder recorder, string[] rooms)
    {
        private readonly Dictionary<string, List<double>> _times = new(StringComparer.Ordinal);

        public ClusterView View => view;

        public Recorder Recorder => recorder;

        public IReadOnlyList<MeasureReport> Reports => [.. _times.Select(static one => new MeasureReport(one.Key, one.Value))];

        public IEnumerable<string> AllBut(IReadOnlyCollection<string> some) => rooms.Except(some);

        public ClusterNode Other(ClusterNode victim) => cluster.Nodes.First(node => node != victim);

        public async Task<List<string>> OwnedByAsync(ClusterNode owner, CancellationToken stopping)
        {
            var owned = new List<string>();
            foreach (string room in rooms)
            {
                if (await view.OwnerOfAsync(Other(owner), room, stopping) == owner.Id)
                    owned.Add(room);
            }

            return owned;
        }

        public async Task SettledAsync(CancellationToken stopping)
        {
            while (!await view.IsSettledAsync(cluster.Nodes[0], cluster.Nodes.Count, stopping))
                await Task.Delay(PollInterval, stopping);
        }

        public void Take(string what, IEnumerable<string> rooms, TimeSpan from, TimeSpan until) =>
            TimesOf(what).AddRange(Silences(rooms, from, until));

        public void TakeWorst(string what, IEnumerable<string> rooms, TimeSpan from, TimeSpan until)
        {
            double[] silences = [.. Silences(rooms, from, until)];
            if (silences.Length > 0)
                TimesOf(what).Add(silences.Max());
        }

        private IEnumerable<double> Silences(IEnumerable<string> rooms, TimeSpan from, TimeSpan until) => rooms
            .Select(room => Silence.Longest(recorder.AttemptsIn(room), from, until))
            .OfType<TimeSpan>().Select(static silence => silence.TotalMilliseconds);

        private List<double> TimesOf(string what)
        {
            if (!_times.TryGetValue(what, out List<double>? times))
                _times[what] = times = [];
            return times;
        }
    }
}

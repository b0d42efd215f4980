using Streaming.Chaos.Checks;
using Streaming.Chaos.Clients;
using Streaming.Chaos.Clusters;
using Streaming.Chaos.Faults;
using Streaming.Chaos.Histories;
using Streaming.Chaos.Reports;

namespace Streaming.Chaos.Runs;

/// <summary>
/// Real processes, real sockets, a real Redis; clients that talk and listen; one fault after another, and after each the
/// wait until all is well again. Then it is quiet, and what everybody saw is held against the logs.
/// </summary>
internal sealed class ChaosRun(ChaosOptions options, Action<string>? watcher)
{
    private const int VisitorsPerFault = 4;
    private const int MostReasons = 10;

    /// <summary>What takes longer is looked into; it is no violation, for the machine may be busy.</summary>
    private static readonly TimeSpan GoalToBeWell = TimeSpan.FromSeconds(3);

    /// <summary>So long everybody sends and nothing is broken: what a fault is measured against.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(3);

    /// <summary>Between two faults, or up to twice that: so that one begins in whatever the one before has left.</summary>
    private static readonly TimeSpan BetweenFaults = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    private readonly RunClock _clock = new();
    private readonly List<FaultRecord> _faults = [];

    /// <param name="stopping">Ends the run at once, with all that it has started.</param>
    public async Task<ChaosReport> RunAsync(CancellationToken stopping)
    {
        // Another run's messages would be this one's duplicates.
        if (Directory.Exists(options.Folder))
            Directory.Delete(options.Folder, recursive: true);
        Directory.CreateDirectory(options.Folder);
        using var log = new RunLog(_clock, Path.Combine(options.Folder, "run.log"), watcher);
        log.Say($"seed {options.Seed}: {options.Nodes} nodes, {options.Clients} clients, {options.Rooms} rooms, {options.Rate} messages/s");
        await using ChaosCluster cluster = await ChaosCluster.StartAsync(options, log);
        var recorder = new Recorder(_clock);
        var crowd = new Crowd(options, cluster, recorder);
        Dictionary<string, RoomLogCopy> logs;
        try
        {
            crowd.Connect();
            await WaitAsync(() => crowd.Clients.All(static client => client.IsIn), StartPatience, stopping);
            crowd.BeginPublishing();
            await BeWellAsync(crowd, _clock.Now, StartPatience, recorder, stopping);
            await CalmAsync(log, recorder, stopping);
            await MakeFaultsAsync(cluster, crowd, recorder, log, stopping);
            log.Say("nothing more is broken; clients say their last");
            await crowd.EndPublishingAsync(options.Patience);
            logs = await EndAsync(cluster, crowd, recorder, stopping);
        }
        finally
        {
            await crowd.StopAsync();
        }

        var record = new RunRecord(recorder, _faults, logs);
        ChaosReport report = ChaosReport.Of(options, record, [.. Checker.Check(record)]);
        foreach (Violation violation in report.Violations)
            log.Say($"VIOLATION {violation.Kind}: {violation.What}");
        return report;
    }

    // What a room's silence is when nothing is broken: the measure for all that follows.
    private async Task CalmAsync(RunLog log, Recorder recorder, CancellationToken stopping)
    {
        TimeSpan began = _clock.Now;
        log.Say("calm");
        await Task.Delay(Calm, stopping);
        _faults.Add(new FaultRecord("calm", "nothing", MayLoseTail: false, began, _clock.Now, _clock.Now, LongestGhost: null));
        foreach (Violation violation in recorder.Violations)
            log.Say($"already: {violation}");
    }

    private async Task MakeFaultsAsync(ChaosCluster cluster, Crowd crowd, Recorder recorder, RunLog log, CancellationToken stopping)
    {
        var random = new Random(options.Seed);
        var plan = new FaultPlan(cluster, recorder, options.Faults, random);
        TimeSpan until = _clock.Now + options.Duration;
        while (_clock.Now < until || !plan.HasMadeAll)
        {
            Fault fault = plan.Next();
            await using var ghosts = new GhostWatch(crowd, recorder);
            await ghosts.EnterAsync(
                (fault.Victim ?? cluster.Nodes[random.Next(cluster.Nodes.Count)]).Address,
                random.GetItems([.. crowd.Rooms], VisitorsPerFault).Distinct(), stopping);
            await fault.PrepareAsync();
            _faults.Add(await MakeAsync(fault, crowd, ghosts, recorder, log, stopping));
            await Task.Delay(BetweenFaults * (1 + random.NextDouble()), stopping);
        }
    }

    private async Task<FaultRecord> MakeAsync(
        Fault fault, Crowd crowd, GhostWatch ghosts, Recorder recorder, RunLog log, CancellationToken stopping)
    {
        int knownViolations = recorder.Violations.Count;
        log.Say($"{fault.Kind}: {fault.What}");
        TimeSpan began = _clock.Now;
        await fault.BeginAsync();
        ghosts.LeaveAll();
        TimeSpan? mended = null;
        Task<TimeSpan?> watching = ghosts.WatchAsync(
            () => ((mended ?? _clock.Now) - began) + options.GhostBound + options.GhostSlack, stopping);
        await Task.Delay(fault.Lasts, stopping);
        await fault.MendAsync();
        TimeSpan healed = _clock.Now;
        mended = healed;
        log.Say($"  mended after {(healed - began).TotalSeconds:F3} s");

        if (!await WaitAsync(() => !crowd.NotWellSince(healed).Any(), GoalToBeWell, stopping))
        {
            foreach (string why in crowd.NotWellSince(healed).Take(MostReasons))
                log.Say($"  after {GoalToBeWell.TotalSeconds:F0} s: {why}");
        }

        TimeSpan? well = await BeWellAsync(crowd, healed, options.Patience, recorder, stopping);
        log.Say(well is { } at ? $"  all well {(at - healed).TotalSeconds:F3} s later" : "  NOT WELL");
        TimeSpan? ghost = await watching;
        log.Say($"  visitors seen for {ghost?.TotalSeconds:F1} s");
        foreach (Violation violation in recorder.Violations.Skip(knownViolations))
            log.Say($"  {violation.Kind}: {violation.What}");
        return new FaultRecord(fault.Kind, fault.What, fault.MayLoseTail, began, healed, well, ghost);
    }

    /// <returns>When everything was well; null when it was not in time, which is a violation.</returns>
    private async Task<TimeSpan?> BeWellAsync(
        Crowd crowd, TimeSpan since, TimeSpan patience, Recorder recorder, CancellationToken stopping)
    {
        if (await WaitAsync(() => !crowd.NotWellSince(since).Any(), patience, stopping))
            return _clock.Now;

        foreach (string why in crowd.NotWellSince(since))
            recorder.Violate(ViolationKind.NotWell, $"{patience.TotalSeconds:F0} s after nothing was broken any more: {why}");
        return null;
    }

    private async Task<Dictionary<string, RoomLogCopy>> EndAsync(
        ChaosCluster cluster, Crowd crowd, Recorder recorder, CancellationToken stopping)
    {
        using var reader = new LogReader(cluster, recorder, options.Patience);
        var logs = new Dictionary<string, RoomLogCopy>(StringComparer.Ordinal);
        foreach (string room in crowd.Rooms)
        {
            string member = crowd.Clients.First(client => client.In(room) is not null).User;
            if (await reader.ReadAsync(room, member, stopping) is { } copy)
                logs.Add(room, copy);
        }

        bool Behind(ChaosClient client, RoomView view) =>
            logs.TryGetValue(view.Room, out RoomLogCopy? copy) && !(view.Position is { } position && position.Seq >= copy.Head);
        var views = crowd.Clients.SelectMany(static client => client.Rooms, static (client, view) => (Client: client, View: view)).ToList();
        await WaitAsync(() => !views.Any(one => Behind(one.Client, one.View)), options.Patience, stopping);
        foreach (var (client, view) in views.Where(one => Behind(one.Client, one.View)))
            recorder.Violate(ViolationKind.NeverDelivered, $"{client.User} on {client.Node} has {view.Room} up to {view.Position?.Seq}, the log ends at {logs[view.Room].Head}");

        await CheckRostersAsync(crowd, recorder, stopping);
        return logs;
    }

    // Everybody is in their rooms and nobody else: that is what everybody has to see, without asking.
    private async Task CheckRostersAsync(Crowd crowd, Recorder recorder, CancellationToken stopping)
    {
        var present = crowd.Rooms.ToDictionary(
            static room => room,
            room => crowd.Clients.Where(client => client.In(room) is not null).Select(static client => client.User).ToHashSet(StringComparer.Ordinal));
        var views = crowd.Clients.SelectMany(static client => client.Rooms, static (client, view) => (Client: client, View: view)).ToList();
        await WaitAsync(() => views.All(one => present[one.View.Room].SetEquals(one.View.Roster.Users)), options.GhostBound + options.GhostSlack, stopping);
        foreach (var (client, view) in views)
        {
            string[] ghosts = [.. view.Roster.Users.Except(present[view.Room])];
            string[] missing = [.. present[view.Room].Except(view.Roster.Users)];
            if (ghosts.Length + missing.Length > 0)
                recorder.Violate(ViolationKind.Ghost, $"in the end {client.User} on {client.Node} sees {view.Room} with [{string.Join(' ', ghosts)}] too many and [{string.Join(' ', missing)}] too few");
        }
    }

    private async Task<bool> WaitAsync(Func<bool> condition, TimeSpan patience, CancellationToken stopping)
    {
        TimeSpan until = _clock.Now + patience;
        while (!condition())
        {
            if (_clock.Now > until)
                return false;
            await Task.Delay(PollInterval, stopping);
        }

        return true;
    }
}

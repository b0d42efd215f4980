using System.Text.Json;
using Streaming.Benchmarks.Peers.Scenarios;

namespace Streaming.Benchmarks.Peers.Results;

/// <summary>All readings of a run, and what is said of them: medians over the rounds, and how ours stand to the others'.</summary>
internal sealed class RunResults
{
    public const string Ours = "ours";

    private readonly List<(IScenario Scenario, Round Round, Reading Reading)> _readings = [];
    private readonly List<(IScenario Scenario, Round Round)> _void = [];

    /// <summary>Rounds that ended before all of their loads were measured. What was measured before that counts.</summary>
    public int VoidCount => _void.Count;

    /// <param name="round">From 1.</param>
    public void Add(IScenario scenario, string peer, int round, Reading reading) => _readings.Add((scenario, new Round(peer, round), reading));

    /// <param name="round">From 1.</param>
    public void AddVoid(IScenario scenario, string peer, int round) => _void.Add((scenario, new Round(peer, round)));

    /// <summary>Each scenario's loads, in the order in which they were measured.</summary>
    public IEnumerable<LoadResults> Loads => _readings
        .GroupBy(static one => (one.Scenario, one.Reading.Load))
        .Select(load => new LoadResults(
            load.Key.Scenario,
            load.Key.Load,
            [.. load.SelectMany(static one => one.Reading.Values.Keys).Distinct()],
            load.GroupBy(static one => one.Reading.Measured ?? one.Round.Peer).ToDictionary(
                static who => who.Key, static who => (IReadOnlyList<Reading>)[.. who.Select(static one => one.Reading)]),
            VoidFor(load.Key.Scenario, [.. load.Select(static one => one.Round)])));

    public string ToJson() => JsonSerializer.Serialize(
        Loads.Select(static load => new
        {
            scenario = load.Scenario.Name,
            load = load.Load,
            peers = load.Peers.ToDictionary(
                static peer => peer,
                peer => load.Metrics.Where(metric => load.Has(peer, metric)).ToDictionary(
                    static metric => metric.Key,
                    metric => new { median = load.Median(peer, metric), rounds = load.Rounds(peer, metric) })),
            void_rounds = load.VoidRounds,
        }),
        JsonSerializerOptions.Web);

    /// <summary>The files of a run, over those of the one before; none where nothing was measured.</summary>
    public async Task SaveAsync(string folder)
    {
        if (_readings.Count == 0)
            return;
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "peers.json"), ToJson());
        await File.WriteAllTextAsync(Path.Combine(folder, "peers.svg"), Chart.Of(this));
    }

    // A round that was void has what it measured before that.
    private Dictionary<string, int> VoidFor(IScenario scenario, HashSet<Round> measured) => _void
        .Where(one => one.Scenario == scenario && !measured.Contains(one.Round))
        .CountBy(static one => one.Round.Peer).ToDictionary();

    private readonly record struct Round(string Peer, int Number);
}

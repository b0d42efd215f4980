using System.Text.Json;
using Streaming.Benchmarks.Peers.Scenarios;

namespace Streaming.Benchmarks.Peers.Results;

/// <summary>All readings of a run, and what is said of them: medians over the rounds, and how ours stand to the others'.</summary>
internal sealed class RunResults
{
    public const string Ours = "ours";

    private readonly List<(IScenario Scenario, string Peer, Reading Reading)> _readings = [];

    public void Add(IScenario scenario, string peer, Reading reading) => _readings.Add((scenario, peer, reading));

    /// <summary>Each scenario's loads, in the order in which they were measured.</summary>
    public IEnumerable<LoadResults> Loads => _readings
        .GroupBy(static one => (one.Scenario, one.Reading.Load))
        .Select(static load => new LoadResults(
            load.Key.Scenario,
            load.Key.Load,
            [.. load.SelectMany(static one => one.Reading.Values.Keys).Distinct()],
            load.GroupBy(static one => one.Peer).ToDictionary(
                static peer => peer.Key, static peer => (IReadOnlyList<Reading>)[.. peer.Select(static one => one.Reading)])));

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
        }),
        JsonSerializerOptions.Web);
}

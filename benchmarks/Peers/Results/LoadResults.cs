using System.Globalization;
using System.Text;
using Streaming.Benchmarks.Peers.Scenarios;

namespace Streaming.Benchmarks.Peers.Results;

/// <summary>What all servers gave under one load.</summary>
/// <param name="voidRounds">How many rounds of a server do not count under this load. Without those of which all do.</param>
internal sealed class LoadResults(
    IScenario scenario,
    string load,
    IReadOnlyList<Metric> metrics,
    IReadOnlyDictionary<string, IReadOnlyList<Reading>> peers,
    IReadOnlyDictionary<string, int> voidRounds)
{
    public IScenario Scenario => scenario;

    public string Load => load;

    public IReadOnlyList<Metric> Metrics => metrics;

    /// <summary>Those with a reading, in the order in which they were measured.</summary>
    public IEnumerable<string> Peers => peers.Keys;

    public IReadOnlyDictionary<string, int> VoidRounds => voidRounds;

    public bool Has(string peer, Metric metric) => peers.TryGetValue(peer, out var readings) && readings.Any(one => one.Values.ContainsKey(metric));

    public double[] Rounds(string peer, Metric metric) =>
        [.. peers[peer].Where(one => one.Values.ContainsKey(metric)).Select(one => one.Values[metric])];

    public double Median(string peer, Metric metric)
    {
        double[] sorted = [.. Rounds(peer, metric).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>Ours by another's; null where one of them has no reading.</summary>
    public double? Ratio(string peer, Metric metric) =>
        Has(RunResults.Ours, metric) && Has(peer, metric) ? Median(RunResults.Ours, metric) / Median(peer, metric) : null;

    /// <summary>A table in Markdown.</summary>
    public string ToMarkdown()
    {
        Metric[] compared = [.. metrics.Where(one => one.IsCompared && peers.Count > 1)];
        string[] columns =
        [
            .. metrics.Select(static one => one.Name), .. compared.Select(static one => $"ours ÷ it, {one.Name}"),
            .. voidRounds.Count > 0 ? ["rounds that count"] : Array.Empty<string>(),
        ];
        string title = load.Length > 0 ? $"{scenario.Name}, {load}" : scenario.Name;
        var text = new StringBuilder();
        text.AppendLine($"| {title} | {string.Join(" | ", columns)} |");
        text.AppendLine($"|---{string.Concat(Enumerable.Repeat("|---:", columns.Length))}|");
        foreach (string peer in Peers.Union(voidRounds.Keys))
        {
            IEnumerable<string> figures = metrics.Select(metric => Has(peer, metric) ? metric.Format(Median(peer, metric)) : "");
            IEnumerable<string> ratios = compared.Select(metric => Ratio(peer, metric)?.ToString("0.00", CultureInfo.InvariantCulture) ?? "");
            IEnumerable<string> counted = voidRounds.Count > 0 ? [CountedRounds(peer)] : [];
            text.AppendLine($"| {peer} | {string.Join(" | ", figures.Concat(ratios).Concat(counted))} |");
        }

        return text.ToString();
    }

    private string CountedRounds(string peer)
    {
        int counted = peers.GetValueOrDefault(peer)?.Count ?? 0;
        return $"{counted} of {counted + voidRounds.GetValueOrDefault(peer)}";
    }
}

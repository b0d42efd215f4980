using Streaming.Benchmarks.Peers;
using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Scenarios;

namespace Streaming.Benchmarks.Tests;

public sealed class LoadResultsTests
{
    private static readonly IScenario Scenario = ScenarioCatalogue.All(new PeerOptions())[0];

    [Fact]
    public void Table_HasMediansAndHowOursStand()
    {
        var results = new RunResults();
        foreach (double value in new[] { 900, 300, 600 })
            results.Add(Scenario, "ours", Of(value));
        foreach (double value in new[] { 100, 300 })
            results.Add(Scenario, "ws", Of(value));

        LoadResults load = Assert.Single(results.Loads);

        Assert.Equal(600, load.Median("ours", Metric.PerCpuSecond));
        Assert.Equal(200, load.Median("ws", Metric.PerCpuSecond));
        Assert.Equal(3, load.Ratio("ws", Metric.PerCpuSecond));
        Assert.Null(load.Ratio("limit", Metric.PerCpuSecond));
        Assert.Contains("| ws | 200 | 3.00 |", load.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("\"median\":200", results.ToJson(), StringComparison.Ordinal);
        Assert.Contains("200 (ours × 3.00)", Chart.Of(results), StringComparison.Ordinal);
    }

    private static Reading Of(double value) => new("", new Dictionary<Metric, double> { [Metric.PerCpuSecond] = value });
}

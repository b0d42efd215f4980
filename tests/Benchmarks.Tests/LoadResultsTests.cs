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
        foreach ((int i, double value) in new double[] { 900, 300, 600 }.Index())
            results.Add(Scenario, "ours", i + 1, Of(value));
        foreach ((int i, double value) in new double[] { 100, 300 }.Index())
            results.Add(Scenario, "ws", i + 1, Of(value));

        LoadResults load = Assert.Single(results.Loads);

        Assert.Equal(600, load.Median("ours", Metric.PerCpuSecond));
        Assert.Equal(200, load.Median("ws", Metric.PerCpuSecond));
        Assert.Equal(3, load.Ratio("ws", Metric.PerCpuSecond));
        Assert.Null(load.Ratio("limit", Metric.PerCpuSecond));
        Assert.EndsWith("| ws | 200 | 3.00 |\n", load.ToMarkdown(), StringComparison.Ordinal);
        Assert.Contains("\"median\":200", results.ToJson(), StringComparison.Ordinal);
        Assert.Contains("200 (ours × 3.00)", Chart.Of(results), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_WhereRoundsWereVoid_SaysHowManyCount()
    {
        var results = new RunResults();
        foreach (int round in new[] { 1, 2, 3 })
            results.Add(Scenario, "ours", round, Of(600));
        results.Add(Scenario, "ws", 1, Of(200));
        results.Add(Scenario, "ws", 2, Of(200));
        results.AddVoid(Scenario, "ws", 3);
        results.AddVoid(Scenario, "nats", 1);

        string table = Assert.Single(results.Loads).ToMarkdown();

        Assert.Contains("rounds that count", table, StringComparison.Ordinal);
        Assert.Contains("| ours | 600 | 1.00 | 3 of 3 |", table, StringComparison.Ordinal);
        Assert.Contains("| ws | 200 | 3.00 | 2 of 3 |", table, StringComparison.Ordinal);
        Assert.Contains("| nats |  |  | 0 of 1 |", table, StringComparison.Ordinal);
        Assert.Contains("\"void_rounds\":{\"ws\":1,\"nats\":1}", results.ToJson(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ThatWasMeasuredBeforeItsRoundBecameVoid_Counts()
    {
        var results = new RunResults();
        results.Add(Scenario, "ours", 1, Of(600));
        results.AddVoid(Scenario, "ours", 1);

        Assert.Empty(Assert.Single(results.Loads).VoidRounds);
        Assert.Equal(1, results.VoidCount);
    }

    private static Reading Of(double value) => new("", new Dictionary<Metric, double> { [Metric.PerCpuSecond] = value });
}

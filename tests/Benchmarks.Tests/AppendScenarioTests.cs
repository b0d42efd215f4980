using Streaming.Benchmarks.Peers.Results;
using Streaming.Benchmarks.Peers.Scenarios;

namespace Streaming.Benchmarks.Tests;

public sealed class AppendScenarioTests
{
    [Theory]
    [InlineData(300, 400, 400)]
    [InlineData(400, 300, 400)]
    public void Best_IsTheFasterOfTheRound(double byLibrary, double byHand, double expected)
    {
        Reading best = AppendScenario.Best(Of("xadd-by-library", byLibrary), Of("xadd-by-hand", byHand));

        Assert.Equal(("xadd-best", "16 in flight", expected), (best.Measured, best.Load, best.Values[AppendScenario.MessagesPerSecond]));
    }

    private static Reading Of(string measured, double rate) =>
        new("16 in flight", new Dictionary<Metric, double> { [AppendScenario.MessagesPerSecond] = rate }) { Measured = measured };
}

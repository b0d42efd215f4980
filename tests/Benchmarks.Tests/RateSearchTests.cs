using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Scenarios;

namespace Streaming.Benchmarks.Tests;

public sealed class RateSearchTests
{
    [Theory]
    [InlineData(80, null)]
    [InlineData(110, "100")]
    [InlineData(120, "112")]
    [InlineData(130, "125")]
    [InlineData(145, "140")]
    public void Highest_IsTheLastThatWasKeptUpWith_OrHalfAStepMore(double limit, string? expected) =>
        Assert.Equal(expected, RateSearch.Highest(100, rate => rate <= limit ? $"{rate:0}" : null));

    [Fact]
    public void Highest_OfAServerThatBreaksDown_IsTheLastBeforeThat()
    {
        string? found = RateSearch.Highest(100, static rate => rate < 150 ? $"{rate:0}" : throw new VoidRunException("hung up"));

        Assert.Equal("125", found);
    }

    [Fact]
    public void Highest_OfAServerThatBreaksDownAtOnce_IsNone() =>
        Assert.Throws<VoidRunException>(() => RateSearch.Highest<string>(100, static _ => throw new VoidRunException("hung up")));
}

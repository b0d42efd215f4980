using Streaming.Benchmarks.Peers.Generator;
using Streaming.Benchmarks.Peers.Scenarios;

namespace Streaming.Benchmarks.Tests;

public sealed class RateSearchTests
{
    [Theory]
    [InlineData(110, "100")]
    [InlineData(120, "112")]
    [InlineData(130, "125")]
    [InlineData(145, "140")]
    public void Highest_IsTheLastThatWasKeptUpWith_OrHalfAStepMore(double limit, string? expected) =>
        Assert.Equal(expected, RateSearch.Highest(100, rate => rate <= limit ? $"{rate:0}" : null));

    [Theory]
    [InlineData(80, "78", "100 50 63 78 98 88")]
    [InlineData(99, "98", "100 50 63 78 98 122 109")]
    [InlineData(55, "50", "100 50 63 56")]
    [InlineData(3.2, "3", "100 50 25 13 6 3 4 4")]
    [InlineData(3.1, null, "100 50 25 13 6 3")]
    public void Highest_WhenTheFirstIsTooMuch_IsFoundFromBelow_InFewTries(double limit, string? expected, string tries)
    {
        var tried = new List<string>();
        string? found = RateSearch.Highest(100, rate =>
        {
            tried.Add($"{rate:0}");
            return rate <= limit ? tried[^1] : null;
        });

        Assert.Equal((expected, tries), (found, string.Join(' ', tried)));
    }

    [Fact]
    public void Highest_WhenTheFirstIsTooMuchByChance_MayBeAboveIt()
    {
        bool isFirst = true;
        string? found = RateSearch.Highest(100, rate =>
        {
            bool isKeptUpWith = !isFirst && rate <= 160;
            isFirst = false;
            return isKeptUpWith ? $"{rate:0}" : null;
        });

        Assert.Equal("153", found);
    }

    [Fact]
    public void Highest_OfAServerThatBreaksDownOnTheWayUpAgain_IsTheLastBeforeThat()
    {
        string? found = RateSearch.Highest(100, static rate => rate switch
        {
            100 => null,
            < 70 => $"{rate:0}",
            _ => throw new VoidRunException("hung up"),
        });

        Assert.Equal("63", found);
    }

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

using Streaming.Cli.Output;

namespace Streaming.Cli.Tests;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0, "0s")]
    [InlineData(-5, "0s")]
    [InlineData(59, "59s")]
    [InlineData(312, "5m 12s")]
    [InlineData(7_980, "2h 13m")]
    [InlineData(183_600, "2d 3h")]
    public void Duration_HasItsTwoLargestUnits(int seconds, string expected)
    {
        Assert.Equal(expected, Wording.Duration(TimeSpan.FromSeconds(seconds)));
    }

    [Theory]
    [InlineData(new int[0], "")]
    [InlineData(new[] { 5 }, "5")]
    [InlineData(new[] { 0, 1, 2, 5, 7, 8 }, "0-2, 5, 7-8")]
    public void Ranges_JoinWhatFollowsEachOther(int[] numbers, string expected)
    {
        Assert.Equal(expected, Wording.Ranges(numbers));
    }
}

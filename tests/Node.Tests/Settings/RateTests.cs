using Streaming.Actors.Limits;
using Streaming.Node.Settings.Values;

namespace Streaming.Node.Tests.Settings;

/// <summary>How rates are written in settings.</summary>
public sealed class RateTests
{
    private static readonly Rate Kind = new();

    public static TheoryData<string, RateLimit?, string> Rates => new()
    {
        { "", null, "none" },
        { "none", null, "none" },
        { "10/s", new RateLimit(10, 10, 0), "10/s burst 10" },
        { "10/s burst 20", new RateLimit(10, 20, 0), "10/s burst 20" },
        { "5/min burst 10", new RateLimit(5 / 60.0, 10, 0), "5/min burst 10" },
        { "60/min burst 10", new RateLimit(1, 10, 0), "1/s burst 10" },
        { "100/min", new RateLimit(0, 0, 100), "100/min" },
        { "10/s burst 20, 100/min", new RateLimit(10, 20, 100), "10/s burst 20, 100/min" },
        { "500 in 1h", new RateLimit(0, 0, 0) { PerWindow = 500, Window = TimeSpan.FromHours(1) }, "500 in 1h" },
        { "2/s 9 in 90s", new RateLimit(2, 2, 0) { PerWindow = 9, Window = TimeSpan.FromSeconds(90) }, "2/s burst 2, 9 in 90s" },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Rate_IsRead_AndWritten(string text, RateLimit? limit, string written)
    {
        Assert.True(Kind.TryParse([text], out var read));
        Assert.Equal(limit, read);
        Assert.Equal(written, Kind.Format(read));
        Assert.True(Kind.TryParse([written], out var again));
        Assert.Equal(limit, again);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("10/h")]
    [InlineData("0/s")]
    [InlineData("-1/s")]
    [InlineData("10/s burst")]
    [InlineData("10/s burst 0")]
    [InlineData("10/s burst many")]
    [InlineData("10/s 5/s")]
    [InlineData("5/min 6/min")]
    [InlineData("5 in")]
    [InlineData("5 in 10")]
    [InlineData("5 in 100ms")]
    [InlineData("5 in 1h 6 in 2h")]
    [InlineData("99999999999/s")]
    [InlineData("10/s, and more")]
    public void NoRate_IsRefused(string text) => Assert.False(Kind.TryParse([text], out _));
}

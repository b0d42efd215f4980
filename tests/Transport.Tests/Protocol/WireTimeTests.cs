using System.Text;
using Streaming.Transport.Protocol;
using Xunit;

namespace Streaming.Transport.Tests.Protocol;

public sealed class WireTimeTests
{
    [Theory]
    [InlineData("2026-11-21T03:09:20.1234567+00:00", "2026-11-21T03:09:20.123Z")]
    [InlineData("2026-11-21T03:09:20+02:00", "2026-11-21T01:09:20.000Z")]
    [InlineData("0001-01-01T00:00:00+00:00", "0001-01-01T00:00:00.000Z")]
    [InlineData("9999-12-31T23:59:59.9999999+00:00", "9999-12-31T23:59:59.999Z")]
    public void Format_IsUtcWithMilliseconds(string moment, string expected)
    {
        Span<byte> text = stackalloc byte[WireTime.Length];
        WireTime.Format(DateTimeOffset.Parse(moment, System.Globalization.CultureInfo.InvariantCulture), text);

        Assert.Equal(expected, Encoding.ASCII.GetString(text));
    }

    [Theory]
    [InlineData("2026-11-21T03:09:20Z", "2026-11-21T03:09:20.0000000+00:00")]
    [InlineData("2026-11-21T03:09:20.123Z", "2026-11-21T03:09:20.1230000+00:00")]
    [InlineData("2026-11-21T03:09:20.1234567Z", "2026-11-21T03:09:20.1234567+00:00")]
    [InlineData("2026-11-21T03:09:20+05:30", "2026-11-20T21:39:20.0000000+00:00")]
    public void TryParse_Rfc3339_IsTaken(string text, string expected)
    {
        Assert.True(WireTime.TryParse(text, out var moment));
        Assert.Equal(expected, moment.ToString("O", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-11-21")]
    [InlineData("2026-11-21T03:09:20")]
    [InlineData("2026-13-21T03:09:20Z")]
    [InlineData("1763694560")]
    public void TryParse_AnythingElse_IsRefused(string? text) => Assert.False(WireTime.TryParse(text, out _));
}

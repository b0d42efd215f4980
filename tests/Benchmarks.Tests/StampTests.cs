using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Tests;

public sealed class StampTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 2, 3)]
    [InlineData(0x0abcdef9, 0x7fffffff, 0x0123456789abcdef)]
    [InlineData(int.MaxValue, 1_000_000, long.MaxValue)]
    public void Stamp_IsReadAsItWasWritten(int stream, int sequence, long intended)
    {
        byte[] payload = new byte[Stamp.Length];
        var stamp = new Stamp(stream, sequence, intended);

        stamp.Write(payload);

        Assert.Equal(stamp, Stamp.Read(payload));
        Assert.All(payload, static one => Assert.True(char.IsAsciiHexDigitLower((char)one)));
    }
}

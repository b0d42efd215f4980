using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Tests;

public sealed class PayloadTests
{
    private static readonly Stamp Stamp = new(3, 77, 1234567890123);

    private readonly Payload _payload = new(200);

    [Fact]
    public void TryRead_OfWhatWasWritten_IsItsStamp()
    {
        byte[] message = [.. _payload.With(Stamp), .. "\"}"u8];

        Assert.True(_payload.TryRead(message, out Stamp read));
        Assert.Equal(Stamp, read);
        Assert.Equal(200, _payload.Length);
    }

    [Fact]
    public void TryRead_WithAnyByteOfTheFillingChanged_IsFalse()
    {
        for (int i = Stamp.Length; i < 200; i++)
        {
            byte[] message = _payload.With(Stamp).ToArray();
            message[i]++;
            Assert.False(_payload.TryRead(message, out _));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(199)]
    public void TryRead_OfLess_IsFalse(int length) =>
        Assert.False(_payload.TryRead(_payload.With(Stamp)[..length], out _));

    [Fact]
    public void TryRead_WithSomethingCutOutOfTheMiddle_IsFalse()
    {
        byte[] bytes = _payload.With(Stamp).ToArray();

        Assert.False(_payload.TryRead([.. bytes[..50], .. bytes[60..], .. bytes[..10]], out _));
    }
}

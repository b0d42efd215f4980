using System.Buffers.Binary;
using Streaming.Transport.Connections;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

public sealed class CloseFrameTests
{
    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, true)]
    [InlineData(1002, true)]
    [InlineData(1003, true)]
    [InlineData(1007, true)]
    [InlineData(1008, true)]
    [InlineData(1009, true)]
    [InlineData(1010, true)]
    [InlineData(1011, true)]
    [InlineData(1012, true)] // service restart, registered after the RFC
    [InlineData(1013, true)] // try again later
    [InlineData(1014, true)] // bad gateway
    [InlineData(3000, true)]
    [InlineData(3999, true)]
    [InlineData(4000, true)]
    [InlineData(4999, true)]
    [InlineData(0, false)]
    [InlineData(999, false)]
    [InlineData(1004, false)]
    [InlineData(1005, false)]
    [InlineData(1006, false)]
    [InlineData(1015, false)]
    [InlineData(1016, false)]
    [InlineData(1100, false)]
    [InlineData(2000, false)]
    [InlineData(2999, false)]
    [InlineData(5000, false)]
    [InlineData(65535, false)]
    public void Parse_Code_IsThePeersOrAViolation(int code, bool valid)
    {
        var reason = CloseFrame.Parse(Payload(code, "text"u8));

        if (valid)
            Assert.Equal(new CloseReason.ByPeer((ushort)code, "text"), reason);
        else
            Assert.Equal(CloseCode.ProtocolError, Assert.IsType<CloseReason.ByServer>(reason).Code);
    }

    [Fact]
    public void Parse_Empty_HasNoCode() => Assert.Equal(new CloseReason.ByPeer(null, ""), CloseFrame.Parse([]));

    [Fact]
    public void Parse_OneByte_IsAViolation() =>
        Assert.Equal(CloseReason.ProtocolError("close frame of one byte"), CloseFrame.Parse([3]));

    [Fact]
    public void Parse_TextThatIsNotUtf8_IsAnInvalidPayload()
    {
        var reason = CloseFrame.Parse(Payload(1000, [0xC3, 0x28]));

        Assert.Equal(CloseCode.InvalidPayload, Assert.IsType<CloseReason.ByServer>(reason).Code);
    }

    private static byte[] Payload(int code, ReadOnlySpan<byte> text)
    {
        var payload = new byte[2 + text.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        text.CopyTo(payload.AsSpan(2));
        return payload;
    }
}

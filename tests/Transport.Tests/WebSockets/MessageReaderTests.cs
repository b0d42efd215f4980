using System.Buffers.Binary;
using System.Text;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>RFC 6455, section 5, case by case.</summary>
public sealed class MessageReaderTests
{
    public static TheoryData<int, int> Lengths()
    {
        var data = new TheoryData<int, int>();
        foreach (var length in new[] { 0, 1, 3, 4, 5, 31, 32, 33, 125, 126, 127, 65_535, 65_536 })
        {
            data.Add(length, int.MaxValue);
            data.Add(length, 1_000);
            if (length <= 1_000)
            {
                data.Add(length, 1);
                data.Add(length, 7);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Read_AnyLengthInAnyChunks_GivesThePayload(int length, int chunk)
    {
        foreach (var opcode in new[] { Opcode.Text, Opcode.Binary })
        {
            var payload = Payload(length);
            var wire = new Wire();

            var item = Assert.Single(wire.Feed(ClientFrame.Build(opcode, payload), chunk));

            Assert.Equal(Received.Message, item.Received);
            Assert.Equal(opcode == Opcode.Text, item.IsText);
            Assert.Equal(payload, item.Payload);
            Assert.Equal(0, wire.Unread);
        }
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0x000000FFu)]
    [InlineData(0x12345678u)]
    public void Read_AnyMask_Unmasks(uint mask)
    {
        var payload = Payload(1_003);

        var item = Assert.Single(new Wire().Feed(ClientFrame.Build(Opcode.Text, payload, mask: mask), chunk: 5));

        Assert.Equal(payload, item.Payload);
    }

    [Theory]
    [InlineData((int)Opcode.Ping, 0, (int)Received.Ping)]
    [InlineData((int)Opcode.Ping, 125, (int)Received.Ping)]
    [InlineData((int)Opcode.Pong, 0, (int)Received.Pong)]
    [InlineData((int)Opcode.Pong, 125, (int)Received.Pong)]
    [InlineData((int)Opcode.Close, 0, (int)Received.Close)]
    [InlineData((int)Opcode.Close, 125, (int)Received.Close)]
    public void Read_ControlFrame_IsReportedWithItsPayload(int opcode, int length, int received)
    {
        foreach (var chunk in new[] { 1, int.MaxValue })
        {
            var item = Assert.Single(new Wire().Feed(ClientFrame.Build((Opcode)opcode, Payload(length)), chunk));

            Assert.Equal((Received)received, item.Received);
            Assert.Equal(Payload(length), item.Payload);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void Read_FragmentsWithControlFramesBetween_GivesBoth(int chunk)
    {
        byte[] bytes =
        [
            .. ClientFrame.Build(Opcode.Text, "one "u8, final: false),
            .. ClientFrame.Build(Opcode.Ping, "p"u8),
            .. ClientFrame.Build(Opcode.Continuation, []  , final: false),
            .. ClientFrame.Build(Opcode.Continuation, "two "u8, final: false, mask: 0),
            .. ClientFrame.Build(Opcode.Pong, []),
            .. ClientFrame.Build(Opcode.Continuation, "three"u8),
            .. ClientFrame.Build(Opcode.Binary, "next"u8),
            .. ClientFrame.Build(Opcode.Close, []),
        ];

        var items = new Wire().Feed(bytes, chunk);

        Assert.Equal(
            [Received.Ping, Received.Pong, Received.Message, Received.Message, Received.Close],
            items.Select(item => item.Received));
        Assert.Equal("one two three", Encoding.UTF8.GetString(items[2].Payload));
        Assert.True(items[2].IsText);
        Assert.Equal("next", Encoding.UTF8.GetString(items[3].Payload));
        Assert.False(items[3].IsText);
    }

    [Fact]
    public void Read_ManyMessagesInOneChunk_GivesEach()
    {
        var bytes = Enumerable.Range(0, 500).SelectMany(i => ClientFrame.Text(Payload(i))).ToArray();

        var items = new Wire().Feed(bytes);

        Assert.Equal(500, items.Count);
        Assert.All(items.Index(), pair => Assert.Equal(Payload(pair.Index), pair.Item.Payload));
    }

    public static TheoryData<string, byte[]> Violations() => new()
    {
        { "unmasked frame", ClientFrame.Build(Opcode.Text, "x"u8, mask: null) },
        { "unmasked frame", ClientFrame.Build(Opcode.Ping, [], mask: null) },
        { "reserved bits", ClientFrame.Build(Opcode.Text, "x"u8, reserved: 1) },
        { "reserved bits", ClientFrame.Build(Opcode.Text, "x"u8, reserved: 2) },
        { "reserved bits", ClientFrame.Build(Opcode.Text, "x"u8, reserved: 4) },
        { "reserved bits", ClientFrame.Build(Opcode.Ping, [], reserved: 4) },
        { "reserved opcode", ClientFrame.Build((Opcode)0x3, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0x4, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0x5, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0x6, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0x7, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0xB, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0xC, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0xD, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0xE, []) },
        { "reserved opcode", ClientFrame.Build((Opcode)0xF, []) },
        { "fragmented control frame", ClientFrame.Build(Opcode.Ping, [], final: false) },
        { "fragmented control frame", ClientFrame.Build(Opcode.Close, [], final: false) },
        { "control frame above 125 bytes", ClientFrame.Build(Opcode.Ping, Payload(126)) },
        { "control frame above 125 bytes", ClientFrame.Build(Opcode.Close, Payload(70_000)) },
        { "length not in its shortest form", ClientFrame.Build(Opcode.Text, Payload(125), lengthBytes: 2) },
        { "length not in its shortest form", ClientFrame.Build(Opcode.Text, [], lengthBytes: 2) },
        { "length not in its shortest form", ClientFrame.Build(Opcode.Text, Payload(65_535), lengthBytes: 8) },
        { "length above 63 bits", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 1] },
        { "continuation frame without a message", ClientFrame.Build(Opcode.Continuation, "x"u8) },
        { "continuation frame without a message", [.. ClientFrame.Text("x"u8), .. ClientFrame.Build(Opcode.Continuation, [])] },
        {
            "new message before the end of another",
            [.. ClientFrame.Build(Opcode.Text, "x"u8, final: false), .. ClientFrame.Text("y"u8)]
        },
        {
            "new message before the end of another",
            [.. ClientFrame.Build(Opcode.Binary, "x"u8, final: false), .. ClientFrame.Build(Opcode.Text, "y"u8, final: false)]
        },
    };

    [Theory]
    [MemberData(nameof(Violations))]
    public void Read_BrokenRule_IsAViolation(string rule, byte[] bytes)
    {
        foreach (var chunk in new[] { 1, int.MaxValue })
        {
            var wire = new Wire();

            var items = wire.Feed(bytes, chunk);

            Assert.Equal(Received.Violation, items[^1].Received);
            Assert.Equal(rule, wire.Reader.Violation);
        }
    }

    [Fact]
    public void Read_LengthOf63Bits_IsTooLargeAndNothingIsReserved()
    {
        var header = new byte[14];
        header[0] = 0x82;
        header[1] = 0xFF;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), long.MaxValue);

        Assert.Equal(Received.TooLarge, Assert.Single(new Wire().Feed(header)).Received);
    }

    [Fact]
    public void Read_AtTheLimit_IsAMessage()
    {
        byte[] bytes =
        [
            .. ClientFrame.Build(Opcode.Text, Payload(60), final: false),
            .. ClientFrame.Build(Opcode.Continuation, Payload(40)),
            .. ClientFrame.Text(Payload(100)),
        ];

        Assert.Equal([100, 100], new Wire(maxMessageBytes: 100).Feed(bytes).Select(item => item.Payload.Length));
    }

    [Fact]
    public void Read_FragmentsAboveTheLimit_IsTooLargeWithTheHeaderThatTellsSo()
    {
        var wire = new Wire(maxMessageBytes: 100);
        Assert.Empty(wire.Feed(ClientFrame.Build(Opcode.Text, Payload(60), final: false)));

        var header = ClientFrame.Build(Opcode.Continuation, Payload(41)).AsSpan(0, 6);

        Assert.Equal(Received.TooLarge, Assert.Single(wire.Feed(header)).Received);
    }

    [Fact]
    public void Read_AfterTooLarge_StillFindsTheCloseFrame()
    {
        byte[] bytes =
        [
            .. ClientFrame.Text(Payload(70_000)),
            .. ClientFrame.Build(Opcode.Text, Payload(70_000), final: false),
            .. ClientFrame.Build(Opcode.Ping, "p"u8),
            .. ClientFrame.Build(Opcode.Continuation, Payload(70_000)),
            .. ClientFrame.Close(1000),
        ];

        var items = new Wire(maxMessageBytes: 100).Feed(bytes, chunk: 999);

        Assert.Equal([Received.TooLarge, Received.Ping, Received.Close], items.Select(item => item.Received));
    }

    [Fact]
    public void Discard_InTheMiddleOfAMessage_PassesOverTheRest()
    {
        var wire = new Wire();
        var frame = ClientFrame.Text(Payload(1_000));
        Assert.Empty(wire.Feed(frame.AsSpan(0, 500)));

        wire.Reader.Discard();

        Assert.Empty(wire.Feed(frame.AsSpan(500)));
        Assert.Equal(Received.Close, Assert.Single(wire.Feed(ClientFrame.Close(1000))).Received);
    }

    private static byte[] Payload(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 + i / 256))];
}

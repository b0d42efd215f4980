using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Transport.Tests.WebSockets.Compression;

/// <summary>RFC 7692, section 7.2: compressed messages, honest ones and others.</summary>
public sealed class CompressedMessageTests
{
    private const int Compressed = FrameHeader.CompressedBit >> 4;
    private const int Max = 100_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(Max)]
    public void Read_CompressedMessage_IsUnpacked(int length)
    {
        byte[] payload = Encoding.ASCII.GetBytes(new string('a', length));

        var item = Assert.Single(Wire().Feed(Frame(Deflate(payload)), chunk: 100));

        Assert.Equal((Received.Message, true), (item.Received, item.IsText));
        Assert.Equal(payload, item.Payload);
    }

    [Fact]
    public void Read_AnythingCompressed_IsUnpackedAndNoMessageTouchesTheNext() => Prop.ForAll<byte[][]>(static messages =>
    {
        byte[][] payloads = [.. messages.Select(static message => message ?? [])];
        var items = Wire().Feed([.. payloads.SelectMany(static payload => Frame(Deflate(payload)))], chunk: 7);
        return items.Select(static item => item.Payload).SequenceEqual(payloads, Bytes);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Read_FragmentsOfACompressedMessage_ArePutTogether()
    {
        byte[] payload = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 500).Select(static i => $"line {i} ")));
        byte[] packed = Deflate(payload);

        var items = Wire().Feed([
            .. ClientFrame.Build(Opcode.Text, packed.AsSpan(0, 10), final: false, reserved: Compressed),
            .. ClientFrame.Build(Opcode.Ping, "between"u8),
            .. ClientFrame.Build(Opcode.Continuation, packed.AsSpan(10, 90), final: false),
            .. ClientFrame.Build(Opcode.Continuation, packed.AsSpan(100)),
            .. ClientFrame.Text("not compressed"u8)]);

        Assert.Equal([Received.Ping, Received.Message, Received.Message], items.Select(static item => item.Received));
        Assert.Equal(payload, items[1].Payload);
        Assert.Equal("not compressed"u8.ToArray(), items[2].Payload);
    }

    [Theory]
    [InlineData(Max + 1)]
    [InlineData(10_000_000)]
    [InlineData(1_000_000_000)]
    public void Read_Bomb_IsTooLargeAndNotUnpacked(int length)
    {
        byte[] bomb = Bomb(length);
        Wire().Feed(Frame(bomb));
        long before = GC.GetAllocatedBytesForCurrentThread();

        var item = Assert.Single(Wire().Feed(Frame(bomb)));

        Assert.Equal(Received.TooLarge, item.Received);
        // What holds the frame itself, and a decompressor.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (6 * bomb.Length) + (4 * Max));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x06, 0x00 })]
    [InlineData(new byte[] { 0x00, 0x05, 0x00, 0x00, 0x00 })]
    public void Read_WhatIsNoDeflateStream_BreaksTheProtocol(byte[] packed) =>
        Assert.Equal(Received.Violation, Assert.Single(Wire().Feed(Frame(packed))).Received);

    [Fact]
    public void Read_AnyBytes_DoNotThrow() => Prop.ForAll<byte[]>(static bytes =>
    {
        Wire().Feed(Frame(bytes ?? []));
        return true;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData((int)Opcode.Continuation)]
    [InlineData((int)Opcode.Ping)]
    [InlineData((int)Opcode.Close)]
    public void Read_OtherFramesThatSayTheyAreCompressed_BreakTheProtocol(int opcode)
    {
        var wire = Wire();
        wire.Feed(ClientFrame.Build(Opcode.Text, "begin"u8, final: false));

        var item = Assert.Single(wire.Feed(ClientFrame.Build((Opcode)opcode, [], reserved: Compressed)));

        Assert.Equal(Received.Violation, item.Received);
    }

    [Theory]
    [InlineData(false, Compressed)]
    [InlineData(true, 2)]
    [InlineData(true, 1)]
    [InlineData(true, Compressed | 1)]
    public void Read_ReservedBitsThatNobodyAgreedOn_BreakTheProtocol(bool takesCompressed, int reserved)
    {
        var wire = new Wire(Max, takesCompressed);

        Assert.Equal(Received.Violation, Assert.Single(wire.Feed(ClientFrame.Build(Opcode.Text, "x"u8, reserved: reserved))).Received);
    }

    [Fact]
    public void Deflate_Frames_SayTheSameInLess()
    {
        byte[] large = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("and again ", 500)));
        byte[] frames = [.. FrameWriter.EncodeText("small"u8), .. FrameWriter.EncodeText(large), .. FrameWriter.EncodeText("last"u8)];

        byte[] deflated = new FrameDeflater(new CompressionOptions { MinBytes = 64 }).Deflate(frames);

        Assert.InRange(deflated.Length, 20, 200);
        Assert.Equal(FrameWriter.EncodeText("small"u8), deflated[..7]);
        Assert.Equal(FrameWriter.EncodeText("last"u8), deflated[^6..]);
        byte[] packed = deflated[7..^6];
        Assert.Equal(0xC1, packed[0]);
        Assert.Equal(large, Inflate(packed[(packed[1] == 126 ? 4 : 2)..]));
    }

    [Fact]
    public void Deflate_WhatDoesNotBecomeSmaller_StaysAsItIs()
    {
        byte[] noise = new byte[2_000];
        new System.Random(1).NextBytes(noise);
        byte[] frame = FrameWriter.EncodeText(noise);

        Assert.Equal(frame, new FrameDeflater(new CompressionOptions()).Deflate(frame));
    }

    private static Wire Wire() => new(Max, takesCompressed: true);

    private static byte[] Frame(byte[] packed) => ClientFrame.Build(Opcode.Text, packed, reserved: Compressed);

    private static byte[] Deflate(byte[] payload)
    {
        using var packed = new MemoryStream();
        using var stream = new DeflateStream(packed, CompressionLevel.Optimal);
        stream.Write(payload);
        stream.Flush();
        return payload.Length == 0 ? [0x00] : packed.ToArray()[..^4];
    }

    private static byte[] Bomb(int length)
    {
        using var packed = new MemoryStream();
        using var stream = new DeflateStream(packed, CompressionLevel.Optimal);
        byte[] zeros = new byte[100_000];
        for (long written = 0; written < length; written += zeros.Length)
            stream.Write(zeros, 0, (int)Math.Min(zeros.Length, length - written));
        stream.Flush();
        return packed.ToArray()[..^4];
    }

    private static byte[] Inflate(byte[] packed)
    {
        using var stream = new DeflateStream(new MemoryStream([.. packed, .. Inflater.Tail]), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        stream.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    private static readonly IEqualityComparer<byte[]> Bytes = EqualityComparer<byte[]>.Create(
        static (a, b) => a.AsSpan().SequenceEqual(b), static bytes => bytes.Length);
}

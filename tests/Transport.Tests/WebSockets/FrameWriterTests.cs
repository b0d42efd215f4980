using System.Buffers;
using System.Text;
using System.Text.Json;
using Streaming.Transport.Connections;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

public sealed class FrameWriterTests
{
    public static TheoryData<int, byte[]> Headers() => new()
    {
        { 0, [0x81, 0] },
        { 1, [0x81, 1] },
        { 125, [0x81, 125] },
        { 126, [0x81, 126, 0, 126] },
        { 65_535, [0x81, 126, 0xFF, 0xFF] },
        { 65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void EncodeText_IsFinalUnmaskedAndShortest(int length, byte[] header)
    {
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();

        Assert.Equal([.. header, .. payload], FrameWriter.EncodeText(payload));
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void FrameBuffer_GivesTheSameFrames_HoweverOftenItIsUsed(int length, byte[] header)
    {
        var buffer = new FrameBuffer();
        var payload = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        foreach (int count in new[] { 1, 3, 2 })
        {
            for (int i = 0; i < count; i++)
            {
                buffer.BeginFrame();
                foreach (var piece in payload.Chunk(777))
                    buffer.Write(piece);
                buffer.EndFrame();
            }

            Assert.Equal(Enumerable.Repeat<byte[]>([.. header, .. payload], count).SelectMany(static frame => frame), buffer.ToFrames());
            buffer.TryClear();
        }
    }

    [Fact]
    public void FrameBuffer_TakesAJsonWriter()
    {
        var buffer = new FrameBuffer();
        buffer.BeginFrame();
        using (var json = new Utf8JsonWriter(buffer))
            JsonSerializer.Serialize(json, new { type = "message", data = new string('x', 300) });
        buffer.EndFrame();

        var frame = buffer.ToFrames();

        Assert.Equal([0x81, 126], frame[..2]);
        Assert.Equal('{', (char)frame[4]);
        Assert.Equal('}', (char)frame[^1]);
    }

    [Fact]
    public void FrameBuffer_ThatGrewFarBeyondTheUsual_IsNotKept()
    {
        var buffer = new FrameBuffer();
        buffer.BeginFrame();
        buffer.Write(new byte[1000]);
        buffer.EndFrame();
        Assert.True(buffer.TryClear());

        buffer.BeginFrame();
        buffer.Write(new byte[1024 * 1024]);
        buffer.EndFrame();
        Assert.False(buffer.TryClear());
    }

    [Fact]
    public void Ping_IsEmpty() => Assert.Equal([0x89, 0], FrameWriter.Ping.ToArray());

    [Fact]
    public void EncodePong_RepeatsThePing() => Assert.Equal([0x8A, 2, 1, 2], FrameWriter.EncodePong([1, 2]));

    [Fact]
    public void EncodeClose_TellsTheServersReason() =>
        Assert.Equal([0x88, 10, 0x03, 0xE9, .. "draining"u8], FrameWriter.EncodeClose(CloseReason.Draining));

    [Fact]
    public void EncodeClose_RepeatsThePeersCode()
    {
        Assert.Equal([0x88, 2, 0x03, 0xE8], FrameWriter.EncodeClose(new CloseReason.ByPeer(1000, "bye")));
        Assert.Equal([0x88, 0], FrameWriter.EncodeClose(new CloseReason.ByPeer(null, "")));
    }

    [Fact]
    public void EncodeClose_CutsALongTextBetweenCharacters()
    {
        // 122 bytes, then a character of 4: only 123 fit.
        var frame = FrameWriter.EncodeClose(CloseReason.Expelled(new string('x', 122) + "😀"));

        Assert.Equal(2 + 2 + 122, frame.Length);
        Assert.Equal(new string('x', 122), Encoding.UTF8.GetString(frame.AsSpan(4)));
    }

    [Fact]
    public void EncodeClose_OfALostConnection_IsABug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => FrameWriter.EncodeClose(new CloseReason.Lost(Loss.Disconnected)));
}

using System.Text;
using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Tests;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(300)]
    [InlineData(65_535)]
    public void ClientFrame_Unmasked_IsItsPayload(int length)
    {
        byte[] payload = [.. Enumerable.Range(0, length).Select(static i => (byte)i)];
        byte[] frame = new byte[length + ClientFrame.LongestHeader];

        int written = ClientFrame.Write(frame, ClientFrame.Text, payload);

        int header = length < 126 ? 6 : 8;
        Assert.Equal(header + length, written);
        Assert.Equal(0x81, frame[0]);
        Assert.Equal(0x80 | (length < 126 ? length : 126), frame[1]);
        byte[] mask = frame[(header - 4)..header];
        Assert.DoesNotContain((byte)0, mask);
        Assert.Equal(payload, frame[header..written].Select((one, i) => (byte)(one ^ mask[i % 4])));
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(70_000, 10)]
    public void ServerFrame_IsReadOnlyWhenAllOfItIsThere(int length, int header)
    {
        byte[] bytes = ServerBytes.Frame(1, isLast: true, new byte[length]);

        Assert.True(ServerFrame.TryRead(bytes, out ServerFrame frame));
        Assert.Equal(new ServerFrame(1, header, length, IsLast: true), frame);
        Assert.Equal(bytes.Length, frame.End);
        for (int i = 0; i < bytes.Length; i += Math.Max(1, i / 2))
            Assert.False(ServerFrame.TryRead(bytes.AsSpan(0, i), out _));
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0x85 })]
    [InlineData(new byte[] { 0xc1, 0x05 })]
    [InlineData(new byte[] { 0x82, 0x7f, 0, 0, 0, 1, 0, 0, 0, 0 })]
    public void ServerFrame_ThatNoServerMaySend_IsRefused(byte[] bytes) =>
        Assert.Throws<InvalidDataException>(() => ServerFrame.TryRead(bytes, out _));

    [Fact]
    public void ByteQueue_GivesWhatItGot()
    {
        var queue = new ByteQueue();
        var given = new StringBuilder();
        var got = new StringBuilder();
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            byte[] some = [.. Enumerable.Range(0, random.Next(700)).Select(_ => (byte)random.Next('a', 'z'))];
            some.CopyTo(queue.Space(some.Length));
            queue.Added(some.Length);
            given.Append(Encoding.ASCII.GetString(some));
            int taken = random.Next(queue.Length + 1);
            got.Append(Encoding.ASCII.GetString(queue.Waiting[..taken]));
            queue.Taken(taken);
        }

        got.Append(Encoding.ASCII.GetString(queue.Waiting));
        Assert.Equal(given.ToString(), got.ToString());
    }
}

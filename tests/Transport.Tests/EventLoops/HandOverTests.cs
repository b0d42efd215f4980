using System.Text;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings;
using Streaming.Transport.Tests.WebSockets;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

/// <summary>A socket on its way from the web server to its WebSocket: no byte is lost or doubled, whenever it comes.</summary>
public sealed class HandOverTests
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes(RawClient.Handshake());

    [Fact]
    public async Task FramesSentWithTheHandshake_SplitAnywhere_AreHandledOnceAndInOrder()
    {
        byte[] frames =
        [
            .. ClientFrame.Text("first"u8),
            .. ClientFrame.Build(Opcode.Ping, "?"u8),
            .. ClientFrame.Build(Opcode.Text, "sec"u8, final: false),
            .. ClientFrame.Build(Opcode.Continuation, "ond"u8),
        ];
        await using var server = await TestServer.StartAsync();
        for (var split = 0; split <= frames.Length; split++)
        {
            using var client = await RawClient.ConnectAsync(server.Port);
            var answer = await client.RequestAsync(Encoding.ASCII.GetString(Request) + Latin1(frames[..split]));
            Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
            await client.SendAsync(frames.AsMemory(split));

            Assert.Equal("first"u8.ToArray(), (await client.ReceiveAsync()).Payload);
            Assert.Equal(0x8A, (await client.ReceiveAsync()).First);
            Assert.Equal("second"u8.ToArray(), (await client.ReceiveAsync()).Payload);
            await client.SendAsync(ClientFrame.Text("third"u8));
            Assert.Equal("third"u8.ToArray(), (await client.ReceiveAsync()).Payload);
            client.Reset();
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(4_096)]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public async Task FramesSentWithTheHandshake_OfAnySize_AreHandledOnceAndInOrder(int size)
    {
        await using var server = await TestServer.StartAsync(new LimitOptions { MaxMessageSize = 1_000_000 });
        using var client = await RawClient.ConnectAsync(server.Port);
        var payloads = Enumerable.Range(0, 5).Select(i => Enumerable.Repeat((byte)i, size).ToArray()).ToArray();
        var sending = client.SendAsync((byte[])[.. Request, .. payloads.SelectMany(payload => ClientFrame.Text(payload))]);
        var answer = await client.RequestAsync("");
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);

        foreach (var payload in payloads)
            Assert.Equal(payload, (await client.ReceiveAsync()).Payload);
        await sending;
        client.Reset();
    }

    [Fact]
    public async Task FramesWithTheEndBehindThem_AreHandledBeforeTheConnectionIsLost()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 200; i++)
        {
            using var client = await RawClient.OpenAsync(server.Port);
            var served = await server.NextAsync();
            await client.SendAsync((byte[])[.. ClientFrame.Text("one"u8), .. ClientFrame.Text("two"u8)]);
            client.EndSending();

            Assert.Equal(new CloseReason.Lost(Loss.Disconnected), await served.EndAsync());
            Assert.Equal(2, served.Handler.Received);
        }
    }

    [Fact]
    public async Task ManyHandshakesAtOnce_AreAllServed()
    {
        await using var server = await TestServer.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(async i =>
        {
            using var client = await RawClient.OpenAsync(server.Port);
            await client.SendAsync(ClientFrame.Text(BitConverter.GetBytes(i)));
            Assert.Equal(BitConverter.GetBytes(i), (await client.ReceiveAsync()).Payload);
            client.Reset();
        }));
    }

    [Fact]
    public async Task RequestsThatAreNoWebSocket_AreAnswered_OneAfterTheOther()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.ConnectAsync(server.Port);
        for (var i = 0; i < 3; i++)
        {
            var answer = await client.RequestAsync("GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        }
        // The same connection can still become one.
        Assert.StartsWith("HTTP/1.1 101 ", await client.RequestAsync(RawClient.Handshake()), StringComparison.Ordinal);
        await client.SendAsync(ClientFrame.Text("x"u8));
        Assert.Equal("x"u8.ToArray(), (await client.ReceiveAsync()).Payload);
        client.Reset();
    }

    private static string Latin1(byte[] bytes) => Encoding.Latin1.GetString(bytes);
}

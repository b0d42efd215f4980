using System.Net.WebSockets;
using System.Text;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>Messages in both directions, over real sockets.</summary>
public class WebSocketConnectionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public async Task Echo_OfAnyLength_WithDotNetsClient(int length)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await ConnectAsync(server);
        var payload = Enumerable.Range(0, length).Select(i => (byte)('a' + i % 26)).ToArray();

        await SendAsync(client, payload);

        Assert.Equal(payload, await ReceiveAsync(client));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        Assert.Equal(new CloseReason.ByPeer(1000, "bye"), await (await server.NextAsync()).EndAsync());
    }

    [Fact]
    public async Task Echo_ManyMessagesAtOnce_KeepsTheirOrder()
    {
        const int count = 2_000;
        await using var server = await TestServer.StartAsync();
        using var client = await ConnectAsync(server);

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < count; i++)
                await SendAsync(client, Encoding.UTF8.GetBytes($"{i}"));
        });
        for (var i = 0; i < count; i++)
            Assert.Equal($"{i}", Encoding.UTF8.GetString(await ReceiveAsync(client)));
        await sending;

        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
    }

    [Fact]
    public async Task Messages_KeepTheirKind_AndAreNotLookedInto()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.SendAsync(ClientFrame.Build(Opcode.Binary, [0, 1]));
        await client.SendAsync(ClientFrame.Text([0xC3, 0x28])); // not UTF-8: the pipeline answers that

        var (binary, isText) = await served.Handler.NextMessageAsync();
        Assert.Equal([0, 1], binary);
        Assert.False(isText);
        (var text, isText) = await served.Handler.NextMessageAsync();
        Assert.Equal([0xC3, 0x28], text);
        Assert.True(isText);
        client.Reset();
    }

    [Fact]
    public async Task Fragments_InBytesOneByOne_WithAPingBetween()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        byte[] bytes =
        [
            .. ClientFrame.Build(Opcode.Text, "he"u8, final: false),
            .. ClientFrame.Build(Opcode.Ping, "are you there"u8),
            .. ClientFrame.Build(Opcode.Continuation, "llo"u8),
        ];

        foreach (var one in bytes)
            await client.SendAsync(new[] { one });

        var (first, payload) = await client.ReceiveAsync();
        Assert.Equal(0x8A, first);
        Assert.Equal("are you there"u8, payload);
        (first, payload) = await client.ReceiveAsync();
        Assert.Equal(0x81, first);
        Assert.Equal("hello"u8, payload);
        client.Reset();
    }

    [Fact]
    public async Task Message_UpToFourTimesTheLimit_ReachesTheHandler()
    {
        await using var server = await TestServer.StartAsync(new LimitOptions { MaxMessageSize = 1_000 });
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.SendAsync(ClientFrame.Text(new byte[4_000]));

        Assert.Equal(4_000, (await served.Handler.NextMessageAsync()).Bytes.Length);
        client.Reset();
    }

    [Fact]
    public async Task Message_AboveThat_ClosesWith1009()
    {
        await using var server = await TestServer.StartAsync(new LimitOptions { MaxMessageSize = 1_000 });
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.SendAsync(ClientFrame.Text(new byte[4_001]));

        await client.ExpectCloseAsync(1009);
        await client.SendAsync(ClientFrame.Close(1009));
        await client.ExpectEndAsync();
        Assert.Equal(CloseReason.TooLarge, await served.EndAsync());
        Assert.Equal(0, served.Handler.Received);
    }

    [Fact]
    public async Task RequestsInFlight_AtTheBound_StopTheReading()
    {
        const int bound = 3;
        var answers = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(
            new LimitOptions { MaxRequestsInFlight = bound },
            (_, handler) => handler.AnswerAfter(answers.Task));
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        for (byte i = 0; i < 10; i++)
            await client.SendAsync(ClientFrame.Text([i]));
        await Eventually.HoldsAsync(() => served.Handler.Received == bound);
        // A ping comes after the messages that are not read, so it is not answered either.
        await client.SendAsync(ClientFrame.Build(Opcode.Ping, []));
        Assert.Equal(bound, served.Connection.Requests.InFlight);
        Assert.Equal(0, served.Connection.Outbox.Statistics.Frames);
        Assert.Equal(bound, served.Handler.Received);

        answers.SetResult();
        // The answers come from other threads, so the pong may overtake some of them.
        var received = new List<(byte First, byte[] Payload)>();
        for (var i = 0; i < 11; i++)
            received.Add(await client.ReceiveAsync());
        Assert.Single(received, frame => frame.First == 0x8A);
        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => (byte)i),
            received.Where(frame => frame.First == 0x81).Select(frame => frame.Payload.Single()).Order());
        client.Reset();
        await served.EndAsync();
    }

    [Fact]
    public async Task Deliveries_WhileTheSocketIsBusy_LeaveInFewWrites()
    {
        const int frames = 5_000;
        await using var server = await TestServer.StartAsync(new LimitOptions { MaxOutboundBytes = 100_000_000 });
        using var client = await RawClient.OpenAsync(server.Port, receiveBuffer: 4_096);
        var served = await server.NextAsync();
        var outbox = served.Connection.Outbox;
        // Until a write is left pending, which the time-out in the wheel shows beside the heartbeat, and more waits
        // behind it than the operating system's own buffers ever grow to: nothing leaves before the client reads.
        const int backlog = 16_000_000;
        var large = 0;
        await Eventually.HoldsAsync(() =>
        {
            if (outbox.Statistics.WaitingBytes > backlog)
                return server.Scheduled == 2;
            large++;
            return !outbox.TryEnqueue(FrameWriter.EncodeText(new byte[FrameQueue.MaxBatchBytes]));
        });
        var writesBefore = outbox.Statistics.Writes;

        var shared = FrameWriter.EncodeText("shared by all listeners"u8);
        for (var i = 0; i < frames; i++)
            Assert.True(outbox.TryEnqueue(shared));
        for (var i = 0; i < large; i++)
            await client.ReceiveAsync();
        for (var i = 0; i < frames; i++)
            Assert.Equal(shared[2..], (await client.ReceiveAsync()).Payload);

        await Eventually.HoldsAsync(() => outbox.Statistics.Frames == large + frames);
        Assert.InRange(outbox.Statistics.Writes - writesBefore, 1, large + (frames / 100));
        client.Reset();
    }

    internal static async Task<ClientWebSocket> ConnectAsync(TestServer server)
    {
        var client = new ClientWebSocket();
        client.Options.KeepAliveInterval = TimeSpan.Zero;
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await client.ConnectAsync(server.Url, deadline.Token);
        return client;
    }

    internal static async Task SendAsync(ClientWebSocket client, ReadOnlyMemory<byte> payload)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        await client.SendAsync(payload, WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
    }

    internal static async Task<byte[]> ReceiveAsync(ClientWebSocket client)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var message = new List<byte>();
        var buffer = new byte[70_000];
        while (true)
        {
            var piece = await client.ReceiveAsync(buffer, deadline.Token);
            Assert.Equal(WebSocketMessageType.Text, piece.MessageType);
            message.AddRange(buffer.AsSpan(0, piece.Count));
            if (piece.EndOfMessage)
                return [.. message];
        }
    }
}

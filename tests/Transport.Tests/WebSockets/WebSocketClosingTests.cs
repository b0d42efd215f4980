using System.Net.WebSockets;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>
/// Every way a connection can end, over real sockets. Disposing the server waits until nothing is held any more,
/// so each of these also proves that nothing leaks.
/// </summary>
public class WebSocketClosingTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    public static TheoryData<int, string> ServersReasons() => new()
    {
        { 1000, "" },
        { 1001, "draining" },
        { 1007, "too many invalid messages" },
        { 1009, "message far too large" },
        { 1011, "internal error" },
        { 4001, "unauthorized" },
        { 4003, "banned" },
        { 4008, "slow consumer" },
        { 4009, "replaced by a resume" },
        { 4010, "connection limit" },
        { 4011, "idle timeout" },
        { 4012, "no heartbeat" },
    };

    [Theory]
    [MemberData(nameof(ServersReasons))]
    public async Task Server_Closes_WithCodeAndText(int code, string text)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await WebSocketConnectionTests.ConnectAsync(server);
        var served = await server.NextAsync();
        var reason = new CloseReason.ByServer((CloseCode)code, text);

        var closing = served.Connection.CloseAsync(reason);
        var received = await client.ReceiveAsync(new byte[10], CancellationToken.None);
        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        Assert.Equal((code, text), ((int)client.CloseStatus!, client.CloseStatusDescription));
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);

        await closing.WaitAsync(Eventually.Patience);
        Assert.Equal(reason, await served.EndAsync());
    }

    [Fact]
    public async Task Server_Closes_WhatWaitsLeavesFirst()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        for (byte i = 0; i < 100; i++)
            served.Connection.Outbox.TryEnqueue(FrameWriter.EncodeText([i]));
        served.Connection.Close(CloseReason.Normal);

        for (byte i = 0; i < 100; i++)
            Assert.Equal([i], (await client.ReceiveAsync()).Payload);
        await client.ExpectCloseAsync(1000);
        await client.SendAsync(ClientFrame.Close(1000));
        await client.ExpectEndAsync();
        await served.EndAsync();
    }

    [Fact]
    public async Task Server_ClosesBeforeItServes_TheClientLearnsWhy()
    {
        await using var server = await TestServer.StartAsync(
            prepare: (connection, _) => connection.Close(CloseReason.ConnectionLimit));
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.ExpectCloseAsync(4010);
        await client.SendAsync(ClientFrame.Text("too late"u8));
        await client.SendAsync(ClientFrame.Close(4010));
        await client.ExpectEndAsync();

        Assert.Equal(CloseReason.ConnectionLimit, await served.EndAsync());
        Assert.Equal(0, served.Handler.Received);
    }

    [Fact]
    public async Task Server_ClosesFromManyThreads_TheFirstReasonStandsAndTheHandlerIsToldOnce()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        CloseReason[] reasons = [CloseReason.Replaced, CloseReason.IdleTimeout, CloseReason.Normal, CloseReason.Draining];

        var closing = Task.WhenAll(reasons.Select(reason => Task.Run(() => served.Connection.CloseAsync(reason))));
        var (first, payload) = await client.ReceiveAsync();
        Assert.Equal(0x88, first);
        await client.SendAsync(ClientFrame.Build(Opcode.Close, payload));
        await client.ExpectEndAsync();

        await closing.WaitAsync(Eventually.Patience);
        Assert.Contains(await served.EndAsync(), reasons);
    }

    [Fact]
    public async Task Server_Closes_APeerThatKeepsSendingIsNotHandled()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        served.Connection.Close(CloseReason.Expelled("kicked"));
        await client.ExpectCloseAsync(4003);
        for (var i = 0; i < 100; i++)
            await client.SendAsync(ClientFrame.Text(new byte[60_000]));
        await client.SendAsync(ClientFrame.Build(Opcode.Ping, []));
        await client.SendAsync(ClientFrame.Close(1000));

        await client.ExpectEndAsync(); // no pong either
        await served.EndAsync();
        Assert.Equal(0, served.Handler.Received);
    }

    [Fact]
    public async Task Server_Closes_APeerThatNeverAnswersIsAborted()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await Eventually.HoldsAsync(() => server.Scheduled == 1); // the heartbeat

        served.Connection.Close(CloseReason.Replaced);
        await client.ExpectCloseAsync(4009);
        // The handler is told at once; only the socket waits for the peer.
        await Eventually.HoldsAsync(() => !served.Handler.Closed.IsEmpty && server.Scheduled == 2);
        server.Clock.Advance(WebSocketConnection.PeerCloseTimeout - Tick);
        Assert.Equal(1, server.Counters.Live);
        // The step before this one was allowed more time: wherever it stands, this passes the next bound.
        await AdvanceUntilReleasedAsync(server);

        await client.DrainAsync();
        Assert.Equal(CloseReason.Replaced, await served.EndAsync());
    }

    [Fact]
    public async Task Server_Drains_RequestsInFlightAreAnsweredFirst()
    {
        var answer = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(
            prepare: (_, handler) => handler.AnswerAfter(answer.Task));
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await client.SendAsync(ClientFrame.Text("request"u8));
        await served.Handler.NextMessageAsync();

        served.Connection.Close(CloseReason.Draining);
        await Eventually.HoldsAsync(() => server.Scheduled == 2);
        Assert.Empty(served.Handler.Closed);
        answer.SetResult();

        Assert.Equal("request"u8.ToArray(), (await client.ReceiveAsync()).Payload);
        await client.ExpectCloseAsync(1001);
        await client.SendAsync(ClientFrame.Close(1001));
        await client.ExpectEndAsync();
        await served.EndAsync();
    }

    [Fact]
    public async Task Server_Drains_ButDoesNotWaitForeverForAnAnswer()
    {
        await using var server = await TestServer.StartAsync(
            prepare: (_, handler) => handler.Answer = (_, _) => ValueTask.CompletedTask);
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await client.SendAsync(ClientFrame.Text("request"u8));
        await served.Handler.NextMessageAsync();

        served.Connection.Close(CloseReason.Draining);
        await Eventually.HoldsAsync(() => server.Scheduled == 2);
        server.Clock.Advance(WebSocketConnection.AnswerTimeout + Tick);

        await client.ExpectCloseAsync(1001);
        await client.SendAsync(ClientFrame.Close(1001));
        await client.ExpectEndAsync();
        await served.EndAsync();
    }

    [Theory]
    [InlineData(1000, "bye")]
    [InlineData(1001, "")]
    [InlineData(4999, "private")]
    public async Task Peer_Closes_GetsItsOwnCodeBack(int code, string text)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);

        await client.SendAsync(ClientFrame.Close(code, text));

        await client.ExpectCloseAsync(code);
        await client.ExpectEndAsync();
        Assert.Equal(new CloseReason.ByPeer((ushort)code, text), await (await server.NextAsync()).EndAsync());
    }

    [Fact]
    public async Task Peer_ClosesWithoutACode_GetsNoneBack()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);

        await client.SendAsync(ClientFrame.Build(Opcode.Close, []));

        var (first, payload) = await client.ReceiveAsync();
        Assert.Equal(0x88, first);
        Assert.Empty(payload);
        await client.ExpectEndAsync();
        Assert.Equal(new CloseReason.ByPeer(null, ""), await (await server.NextAsync()).EndAsync());
    }

    [Fact]
    public async Task Peer_ClosesAndSendsMore_NothingOfThatIsHandled()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.SendAsync((byte[])[.. ClientFrame.Close(1000), .. ClientFrame.Text("more"u8), 0xFF, 0xFF]);

        await client.DrainAsync();
        Assert.IsType<CloseReason.ByPeer>(await served.EndAsync());
        Assert.Equal(0, served.Handler.Received);
    }

    public static TheoryData<string, byte[], int> Violations()
    {
        var data = new TheoryData<string, byte[], int>
        {
            { "close frame of one byte", ClientFrame.Build(Opcode.Close, [3]), 1002 },
            { "close code that must not be sent", ClientFrame.Close(1005), 1002 },
            { "close text that is not UTF-8", ClientFrame.Close(1000, [0xFF]), 1007 },
        };
        foreach (var row in MessageReaderTests.Violations())
            data.Add((string)row[0], (byte[])row[1], 1002);
        return data;
    }

    [Theory]
    [MemberData(nameof(Violations))]
    public async Task Peer_BreaksTheFraming_IsClosedWithTheCode(string rule, byte[] bytes, int code)
    {
        // The handler never answers what came before: only the close frame is looked for here.
        await using var server = await TestServer.StartAsync(
            prepare: (_, handler) => handler.Answer = (_, _) => ValueTask.CompletedTask);
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.SendAsync(bytes);
        await client.ExpectCloseAsync(code);
        client.EndSending();

        await client.ExpectEndAsync();
        Assert.Equal(new CloseReason.ByServer((CloseCode)code, rule), await served.EndAsync());
    }

    [Fact]
    public async Task Peer_BreaksTheFramingAndStays_IsLetGoSoon()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.SendAsync(new byte[] { 0xFF });
        await client.ExpectCloseAsync(1002);
        await client.SendAsync(new byte[100_000]);
        await AdvanceUntilReleasedAsync(server);

        await client.DrainAsync();
        await served.EndAsync();
    }

    [Theory]
    [InlineData("before anything")]
    [InlineData("in a header")]
    [InlineData("in a payload")]
    [InlineData("between fragments")]
    public async Task Peer_Vanishes_IsLost(string where)
    {
        foreach (var reset in new[] { true, false })
        {
            await using var server = await TestServer.StartAsync();
            using var client = await RawClient.OpenAsync(server.Port);
            var served = await server.NextAsync();
            await client.SendAsync(where switch
            {
                "before anything" => [],
                "in a header" => [0x81],
                "in a payload" => ClientFrame.Text(new byte[1_000])[..500],
                _ => ClientFrame.Build(Opcode.Text, "x"u8, final: false),
            });

            if (reset)
                client.Reset();
            else
                client.EndSending();

            Assert.Equal(new CloseReason.Lost(Loss.Disconnected), await served.EndAsync());
        }
    }

    [Fact]
    public async Task Peer_DoesNotRead_IsASlowConsumer()
    {
        await using var server = await TestServer.StartAsync(new LimitOptions { MaxOutboundBytes = 262_144 });
        using var client = await RawClient.OpenAsync(server.Port, receiveBuffer: 4_096);
        var served = await server.NextAsync();
        var frame = FrameWriter.EncodeText(new byte[10_000]);

        // As much as the operating system buffers on the way, and then the bound.
        await Eventually.HoldsAsync(() => !served.Connection.Outbox.TryEnqueue(frame));
        Assert.True(served.Connection.IsClosing);
        await Eventually.HoldsAsync(() => !served.Handler.Closed.IsEmpty);
        // Nothing is read, so nothing can be flushed: the bound on that ends it.
        await AdvanceUntilReleasedAsync(server);

        Assert.Equal(CloseReason.SlowConsumer, await served.EndAsync());
    }

    [Fact]
    public async Task Peer_DoesNotRead_ButStartsAgain_LearnsThatItWasTooSlow()
    {
        await using var server = await TestServer.StartAsync(new LimitOptions { MaxOutboundBytes = 262_144 });
        using var client = await RawClient.OpenAsync(server.Port, receiveBuffer: 4_096);
        var served = await server.NextAsync();
        var sent = 0;
        var payload = new byte[10_000];
        await Eventually.HoldsAsync(() =>
        {
            BitConverter.TryWriteBytes(payload, sent);
            var accepted = served.Connection.Outbox.TryEnqueue(FrameWriter.EncodeText(payload));
            sent += accepted ? 1 : 0;
            return !accepted;
        });
        // What waits has been dropped by then; a peer that reads at once may get all of it before.
        await Eventually.HoldsAsync(() => !served.Handler.Closed.IsEmpty);

        // What arrives is a beginning of what was sent, without a gap, and the close frame.
        var received = 0;
        while (await client.ReceiveAsync() is (0x81, var next))
            Assert.Equal(received++, BitConverter.ToInt32(next));
        Assert.InRange(received, 1, sent - 1);
        await client.SendAsync(ClientFrame.Close(4008));
        await client.ExpectEndAsync();
        Assert.Equal(CloseReason.SlowConsumer, await served.EndAsync());
    }

    [Fact]
    public async Task Peer_DoesNotRead_AWriteTimesOut()
    {
        await using var server = await TestServer.StartAsync(new LimitOptions { MaxOutboundBytes = 100_000_000 });
        using var client = await RawClient.OpenAsync(server.Port, receiveBuffer: 4_096);
        var served = await server.NextAsync();
        var outbox = served.Connection.Outbox;
        for (var i = 0; i < 1_500; i++)
            Assert.True(outbox.TryEnqueue(FrameWriter.EncodeText(new byte[20_000])));
        var before = -1L;
        await Eventually.HoldsAsync(() => server.Scheduled == 2 && before == (before = outbox.Statistics.Writes));

        await AdvanceUntilReleasedAsync(server);

        Assert.Equal(new CloseReason.Lost(Loss.WriteTimedOut), await served.EndAsync());
    }

    [Fact]
    public async Task Handler_Throws_ClosesWith1011AndIsLogged()
    {
        await using var server = await TestServer.StartAsync(prepare: (_, handler) =>
            handler.Answer = (_, _) => throw new InvalidOperationException("a bug, on purpose"));
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        await client.SendAsync(ClientFrame.Text("x"u8));

        await client.ExpectCloseAsync(1011);
        await client.SendAsync(ClientFrame.Close(1011));
        await client.ExpectEndAsync();
        Assert.Equal(CloseReason.InternalError, await served.EndAsync());
        Assert.Contains("a bug, on purpose", Assert.Single(server.Log.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handler_IsBusyWhenThePeerVanishes_IsToldAfterwards()
    {
        var busy = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(
            prepare: (_, handler) => handler.Answer = (_, _) => new ValueTask(busy.Task));
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await client.SendAsync(ClientFrame.Text("x"u8));
        await served.Handler.NextMessageAsync();

        client.Reset();
        served.Connection.Close(CloseReason.Replaced);
        await Eventually.HoldsAsync(() => served.Connection.Outbox.Ended.IsCompleted);
        Assert.Empty(served.Handler.Closed);
        busy.SetResult();

        await served.EndAsync(); // which checks that it was not told while it was busy
    }

    // Time passes in small steps, because each step of a close sets its bound when the one before it has ended.
    private static Task AdvanceUntilReleasedAsync(TestServer server) => Eventually.HoldsAsync(() =>
    {
        server.Clock.Advance(Tick);
        return server.Counters.Live == 0;
    });
}

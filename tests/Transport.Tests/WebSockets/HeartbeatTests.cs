using Streaming.Transport.Connections;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>Pings, time-outs and idleness, over real sockets and on a clock that the test moves.</summary>
public class HeartbeatTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly LimitOptions Limits = new();

    [Fact]
    public async Task SilentPeer_IsPingedAfterTheInterval()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        server.Clock.Advance(Limits.PingInterval - Tick);
        Assert.Equal(0, served.Connection.Outbox.Statistics.Frames);
        server.Clock.Advance(2 * Tick);

        Assert.Equal((byte)0x89, (await client.ReceiveAsync()).First);
        client.Reset();
    }

    [Fact]
    public async Task SilentPeer_ThatNeverAnswers_IsClosedWith4012()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await PingAsync(server, served, client, pings: 1);

        server.Clock.Advance(Limits.PongTimeout - 2 * Tick);
        Assert.False(served.Connection.IsClosing);
        server.Clock.Advance(3 * Tick);

        await client.ExpectCloseAsync(4012);
        client.EndSending();
        await client.ExpectEndAsync();
        Assert.Equal(CloseReason.NoHeartbeat, await served.EndAsync());
    }

    [Fact]
    public async Task Peer_ThatDribblesAMessageWithoutEnd_IsClosedWith4011()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await client.SendAsync(ClientFrame.Build(Opcode.Text, "{"u8, final: false));
        await Eventually.HoldsAsync(() => served.Connection.IsMessageUnderWay);

        for (var sent = TimeSpan.Zero; sent <= Limits.MessageTimeout && !served.Connection.IsClosing; sent += Limits.PingInterval / 3)
        {
            server.Clock.Advance(Limits.PingInterval / 3);
            var now = server.Clock.GetTimestamp();
            await client.SendAsync(ClientFrame.Build(Opcode.Continuation, " "u8, final: false));
            await Eventually.HoldsAsync(() => served.Connection.LastHeardAt >= now || served.Connection.IsClosing);
        }

        server.Clock.Advance(Limits.PingInterval / 3);
        await client.ExpectCloseAsync(4011);
        client.EndSending();
        await client.ExpectEndAsync();
        Assert.Equal(CloseReason.SlowSender, await served.EndAsync());
    }

    [Theory]
    [InlineData((int)Opcode.Pong)]
    [InlineData((int)Opcode.Ping)]
    [InlineData((int)Opcode.Text)]
    public async Task Peer_ThatAnswersWithAnything_StaysAndIsPingedAgain(int opcode)
    {
        await using var server = await TestServer.StartAsync(
            prepare: (_, handler) => handler.Answer = (connection, _) =>
            {
                connection.Requests.Exit();
                return ValueTask.CompletedTask;
            });
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        var silence = TimeSpan.Zero;
        var frames = 0;
        for (var round = 1; round <= 3; round++)
        {
            frames++;
            // No further than to the ping: the time for its answer must not pass before the peer can see it.
            server.Clock.Advance(Limits.PingInterval - silence + Tick);
            await Eventually.HoldsAsync(() => served.Connection.Outbox.Statistics.Frames == frames);
            Assert.Equal((byte)0x89, (await client.ReceiveAsync()).First);

            server.Clock.Advance(Limits.PongTimeout / 2);
            var heardAt = served.Connection.LastHeardAt;
            await client.SendAsync(ClientFrame.Build((Opcode)opcode, []));
            await Eventually.HoldsAsync(() => served.Connection.LastHeardAt > heardAt && served.Connection.IsListening);
            if ((Opcode)opcode == Opcode.Ping)
            {
                frames++;
                Assert.Equal((byte)0x8A, (await client.ReceiveAsync()).First);
            }
            server.Clock.Advance(Limits.PongTimeout);
            silence = Limits.PongTimeout;
            Assert.False(served.Connection.IsClosing);
        }
        client.Reset();
    }

    [Fact]
    public async Task Peer_ThatTalks_IsNotPinged()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.SendAsync(ClientFrame.Text("x"u8));
            Assert.Equal((byte)0x81, (await client.ReceiveAsync()).First);
            await Eventually.HoldsAsync(() => served.Connection.IsListening);
            server.Clock.Advance(Limits.PingInterval / 2);
        }
        // The client may have the last one before the server has noted that it has left.
        await Eventually.HoldsAsync(() => served.Connection.Outbox.Statistics.WaitingBytes == 0);
        Assert.Equal(20, served.Connection.Outbox.Statistics.Frames);
        client.Reset();
    }

    [Fact]
    public async Task Peer_WhoseRequestsHoldUpTheReading_IsNotFoundDead()
    {
        var busy = new TaskCompletionSource();
        await using var server = await TestServer.StartAsync(
            prepare: (_, handler) => handler.Answer = (_, _) => new ValueTask(busy.Task));
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await client.SendAsync(ClientFrame.Text("x"u8));
        await served.Handler.NextMessageAsync();

        server.Clock.Advance(10 * (Limits.PingInterval + Limits.PongTimeout));

        Assert.False(served.Connection.IsClosing);
        client.Reset();
        busy.SetResult();
        await served.EndAsync();
    }

    [Fact]
    public async Task ServerThatWasStopped_GivesThePeerItsTimeOnceMore()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();
        await PingAsync(server, served, client, pings: 1);

        server.Clock.Jump(TimeSpan.FromMinutes(5)); // SIGSTOP, SIGCONT; the pong lies in the socket
        Assert.False(served.Connection.IsClosing);
        var heardAt = served.Connection.LastHeardAt;
        await client.SendAsync(ClientFrame.Build(Opcode.Pong, []));
        await Eventually.HoldsAsync(() => served.Connection.LastHeardAt > heardAt && served.Connection.IsListening);
        server.Clock.Advance(Limits.PongTimeout + Tick);

        Assert.False(served.Connection.IsClosing);
        client.Reset();
    }

    [Fact]
    public async Task IdlePeer_IsClosedWith4011_ButOnlyWithoutASubscription()
    {
        var idle = TimeSpan.FromSeconds(5);
        await using var server = await TestServer.StartAsync(
            new LimitOptions { IdleTimeout = idle }, (_, handler) => handler.HasSubscriptions = true);
        using var client = await RawClient.OpenAsync(server.Port);
        var served = await server.NextAsync();

        server.Clock.Advance(3 * idle);
        Assert.False(served.Connection.IsClosing);
        served.Handler.HasSubscriptions = false;
        // A request counts; a ping does not.
        await client.SendAsync(ClientFrame.Text("x"u8));
        await client.ReceiveAsync();
        server.Clock.Advance(idle - Tick);
        await client.SendAsync(ClientFrame.Build(Opcode.Ping, []));
        await client.ReceiveAsync();
        Assert.False(served.Connection.IsClosing);
        server.Clock.Advance(idle + Tick);

        await client.ExpectCloseAsync(4011);
        client.EndSending();
        await client.ExpectEndAsync();
        Assert.Equal(CloseReason.IdleTimeout, await served.EndAsync());
    }

    // The time-out runs once the ping has left, which the client may learn before the server has noted it.
    private static async Task PingAsync(TestServer server, TestServer.Served served, RawClient client, int pings)
    {
        server.Clock.Advance(Limits.PingInterval + Tick);
        Assert.Equal((byte)0x89, (await client.ReceiveAsync()).First);
        await Eventually.HoldsAsync(() => served.Connection.Outbox.Statistics.Frames == pings);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Streaming.Transport.Connections;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>What a connection costs while nothing happens, which is most of the time of most connections.</summary>
public sealed class IdleConnectionTests
{
    [Fact]
    public async Task IdleConnection_ReadsWithoutABuffer_AndHasOneEntryInTheWheel()
    {
        var clock = new ManualTimeProvider();
        using var wheel = new TimingWheel(clock, NullLogger<TimingWheel>.Instance);
        using var peer = new MemoryPeer();
        var services = new ConnectionServices(
            new LimitOptions(), wheel, clock, new ConnectionCounters(), NullLoggerFactory.Instance);
        var connection = new WebSocketConnection(new ConnectionId("c"), peer.Transport, services);
        var handler = new TestHandler(connection);
        var running = connection.RunAsync(handler);
        Assert.Equal(0, peer.WaitingReadLength);

        await peer.SendAsync(ClientFrame.Text(new byte[50_000]));
        await handler.NextMessageAsync();
        await Eventually.HoldsAsync(() => connection.IsListening && peer.WaitingReadLength == 0);
        await peer.SendAsync(ClientFrame.Build(Opcode.Text, new byte[50_000], final: false));
        await peer.SendAsync(ClientFrame.Build(Opcode.Continuation, []));
        await handler.NextMessageAsync();

        await Eventually.HoldsAsync(() => connection.IsListening && peer.WaitingReadLength == 0);
        Assert.Equal(1, wheel.Count);
        Assert.Equal(1, clock.ArmedTimers);
        peer.EndSending();
        await running;
    }
}

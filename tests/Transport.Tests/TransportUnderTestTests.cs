using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Tests.Malformed;
using Streaming.Transport.Tests.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests;

public class TransportUnderTestTests : IAsyncLifetime
{
    private StreamingServer _streaming = null!;

    protected virtual bool IsEventLoops => true;

    public async Task InitializeAsync() => _streaming = await StreamingServer.StartAsync();

    public async Task DisposeAsync() => await _streaming.DisposeAsync();

    [Fact]
    public async Task Servers_AreOnTheTransportOfTheirClass()
    {
        await using var sockets = await TestServer.StartAsync();
        await using var rooms = await RoomsServer.StartAsync();
        Assert.Equal(
            (IsEventLoops, IsEventLoops, IsEventLoops), (_streaming.IsOnEventLoops, sockets.IsOnEventLoops, rooms.IsOnEventLoops));
    }
}

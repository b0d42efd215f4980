using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Streaming.Transport.Connections;
using Streaming.Transport.EventLoops;
using Streaming.Transport.Settings;
using Streaming.Transport.WebSockets;
using Xunit;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>A real Kestrel on a free port that serves WebSockets to <see cref="TestHandler"/>s, on a clock that the test moves.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimingWheel _wheel;
    private readonly ConnectionServices _services;
    private readonly Action<WebSocketConnection, TestHandler>? _prepare;
    private readonly Channel<Served> _served = Channel.CreateUnbounded<Served>();

    private TestServer(
        LimitOptions limits, HttpProtocols protocols, Action<WebSocketConnection, TestHandler>? prepare)
    {
        _wheel = new TimingWheel(Clock, NullLogger<TimingWheel>.Instance);
        _services = new ConnectionServices(limits, _wheel, Clock, Counters, Log);
        _prepare = prepare;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (TransportUnderTest.IsEventLoops)
        {
            builder.Services.AddSingleton(_ => new EventLoopSet(TransportUnderTest.EventLoops));
            builder.Services.AddSingleton<IConnectionListenerFactory, LoopTransportFactory>();
        }
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        _app = builder.Build();
        _app.Map("/ws", ServeAsync);
    }

    public ManualTimeProvider Clock { get; } = new();

    public ConnectionCounters Counters { get; } = new();

    public RecordingLoggers Log { get; } = new();

    public int Scheduled => _wheel.Count;

    public int Port { get; private set; }

    public bool IsOnEventLoops => _app.Services.GetService<EventLoopSet>() is not null;

    public Uri Url => new($"ws://127.0.0.1:{Port}/ws");

    public static async Task<TestServer> StartAsync(
        LimitOptions? limits = null,
        Action<WebSocketConnection, TestHandler>? prepare = null,
        HttpProtocols protocols = HttpProtocols.Http1)
    {
        var server = new TestServer(limits ?? new LimitOptions(), protocols, prepare);
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Port = new Uri(addresses.Addresses.Single()).Port;
        return server;
    }

    /// <summary>The next connection that was accepted, in the order of accepting.</summary>
    public async Task<Served> NextAsync()
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        return await _served.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>Every connection must have released what it held by itself: nothing here helps it.</summary>
    public async Task AllReleasedAsync()
    {
        await Eventually.HoldsAsync(() => Counters.Live == 0);
        while (_served.Reader.TryRead(out _))
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await AllReleasedAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _wheel.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (WebSocketHandshake.Check(context) is { } refusal)
        {
            await WebSocketHandshake.RefuseAsync(context, refusal);
            return;
        }
        var transport = await WebSocketHandshake.AcceptAsync(context, takesCompressed: false);
        var serving = ServeAsync(transport, new ConnectionId(context.Connection.Id));
        // As the server does it: what can live without its request has to.
        if (!transport.OutlivesRequest)
            await serving;
    }

    private async Task ServeAsync(IFrameTransport transport, ConnectionId id)
    {
        await using var wire = transport;
        var connection = new WebSocketConnection(id, transport, _services);
        var handler = new TestHandler(connection);
        _prepare?.Invoke(connection, handler);
        var running = connection.RunAsync(handler);
        _served.Writer.TryWrite(new Served(connection, handler, running));
        var reason = await running;
        Assert.Equal([reason], handler.Closed);
    }

    internal sealed record Served(WebSocketConnection Connection, TestHandler Handler, Task<CloseReason> Running)
    {
        /// <summary>Waits until the connection has released everything, and checks what it promises its handler.</summary>
        public async Task<CloseReason> EndAsync()
        {
            var reason = await Running.WaitAsync(Eventually.Patience);
            Assert.Equal([reason], Handler.Closed);
            Assert.Empty(Handler.Faults);
            return reason;
        }
    }
}

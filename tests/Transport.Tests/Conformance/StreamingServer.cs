using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Limits;
using Streaming.Actors.Logs;
using Streaming.Contracts;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.EventLoops;
using Streaming.Transport.Hosting;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>The whole server as an application embeds it, on a free port, with a clock that stands still until it is moved.</summary>
internal sealed class StreamingServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StreamingServer(StreamingOptions options, Action<IServiceCollection>? ports)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerFactory>(Log);
        builder.Services.AddSingleton<TimeProvider>(Clock);
        ports?.Invoke(builder.Services);
        builder.Services.AddStreaming(options);
        builder.Services.AddOpenApi("v1", static document =>
        {
            document.ShouldInclude = static _ => false;
            document.DescribeStreaming();
        });
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.MapStreaming();
        _app.MapOpenApi();
    }

    public ManualTimeProvider Clock { get; } = new();

    public RecordingLoggers Log { get; } = new();

    /// <summary>How many errors the test means to be logged.</summary>
    public int ExpectedErrors { get; set; }

    public Uri Http { get; private set; } = null!;

    public bool IsOnEventLoops => _app.Services.GetService<EventLoopSet>() is not null;

    /// <summary>All that is mapped.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    public StreamingNode Node => _app.Services.GetRequiredService<StreamingNode>();

    public IRoomLog Rooms => _app.Services.GetRequiredService<IRoomLog>();

    public ConnectionRegistry Registry => _app.Services.GetRequiredService<ConnectionRegistry>();

    /// <summary>What is counted for the whole cluster of one.</summary>
    public int CountedPlaces => ((InMemoryConnectionCounts)_app.Services.GetRequiredService<IConnectionCounts>()).Count;

    public Verifiers Verifiers => _app.Services.GetRequiredService<Verifiers>();

    public LiveSettings Settings => _app.Services.GetRequiredService<LiveSettings>();

    public ConnectionCounters Counters => _app.Services.GetRequiredService<ConnectionCounters>();

    public IReadOnlyList<string> Errors => Log.Errors;

    /// <param name="ports">Registers ports in place of those in memory.</param>
    public static async Task<StreamingServer> StartAsync(
        Action<StreamingOptions>? configure = null, Action<IServiceCollection>? ports = null)
    {
        var options = StreamingOptions.ForDevelopment();
        options.NodeId = "node-under-test";
        options.EventLoops = TransportUnderTest.EventLoops;
        configure?.Invoke(options);
        var server = new StreamingServer(options, ports);
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        server.Http = new Uri(addresses.Addresses.Single());
        return server;
    }

    /// <summary>Connects as a guest of this name, and takes the welcome.</summary>
    public async Task<WsClient> ConnectAsync(string user, string query = "")
    {
        var client = await OpenAsync($"user_id={user}{query}");
        await client.TakeWelcomeAsync();
        return client;
    }

    /// <summary>Connects with this query and leaves what the server says to the test.</summary>
    public Task<WsClient> OpenAsync(string query) => WsClient.OpenAsync(new Uri($"ws://{Http.Authority}/ws?{query}"));

    /// <summary>Connects as a guest of this name; its messages are seen as text.</summary>
    public async Task<RawText> ConnectRawAsync(string user) =>
        new(await WsClient.OpenAsync(new Uri($"ws://{Http.Authority}/ws?user_id={user}"), reads: false));

    /// <summary>
    /// Lets time pass until this has happened: what is due may not have been set yet when the test gets to it.
    /// </summary>
    public async Task PassTimeUntilAsync(Task happened, TimeSpan? step = null)
    {
        await Eventually.HoldsAsync(() =>
        {
            if (!happened.IsCompleted)
                Clock.Advance(step ?? TimeSpan.FromMilliseconds(500));
            return happened.IsCompleted;
        });
        await happened;
    }

    /// <summary>Stops as on SIGTERM.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        // Whatever a test did: no connection is left behind, none is still counted, and nothing went wrong unseen.
        await Eventually.HoldsAsync(() => Counters.Live == 0 && Registry.Count == 0 && CountedPlaces == 0);
        await _app.StopAsync();
        await _app.DisposeAsync();
        Assert.True(ExpectedErrors == Log.Errors.Count, string.Join('\n', Log.Errors));
    }
}

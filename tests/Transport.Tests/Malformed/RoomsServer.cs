using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Streaming.Transport.Connections;
using Streaming.Transport.EventLoops;
using Streaming.Transport.Hosting;

namespace Streaming.Transport.Tests.Malformed;

/// <summary>The whole server as an application embeds it, on a free port, with everything that it complains about kept.</summary>
internal sealed class RoomsServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RoomsServer(WebApplication app, ConcurrentQueue<string> problems)
    {
        _app = app;
        Problems = problems;
    }

    /// <summary>Errors; of our own parts warnings and whatever was logged with an exception as well.</summary>
    public IReadOnlyCollection<string> Problems { get; }

    public int Port => new Uri(
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;

    public bool IsOnEventLoops => _app.Services.GetService<EventLoopSet>() is not null;

    public static async Task<RoomsServer> StartAsync()
    {
        var problems = new ConcurrentQueue<string>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new ProblemLog(problems)).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        StreamingOptions options = StreamingOptions.ForDevelopment();
        options.EventLoops = TransportUnderTest.EventLoops;
        options.RateLimitEnabled = false;
        options.Limits.MaxConnectionsPerUser = 0;
        builder.Services.AddStreaming(options);
        WebApplication app = builder.Build();
        app.MapStreaming();
        await app.StartAsync();
        return new RoomsServer(app, problems);
    }

    /// <summary>Every connection has to release what it held by itself: nothing here helps it.</summary>
    public Task AllReleasedAsync()
    {
        var counters = _app.Services.GetRequiredService<ConnectionCounters>();
        return Eventually.HoldsAsync(() => counters.Live == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private sealed class ProblemLog(ConcurrentQueue<string> problems, bool isOurs = false) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) =>
            new ProblemLog(problems, categoryName.StartsWith("Streaming.", StringComparison.Ordinal));

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // The web server notes every reset of a peer with its exception, and warns when the machine is slow.
            if (isOurs ? logLevel >= LogLevel.Warning || exception is not null : logLevel >= LogLevel.Error)
                problems.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");
        }

        public void Dispose()
        {
        }
    }
}

using System.Net;
using StackExchange.Redis;
using Streaming.Support;

namespace Streaming.Redis.Tests.Harness;

/// <summary>A Redis of its own for tests, with nothing saved, and a connection to it.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly RedisProcess _process;

    public RedisServer()
        : this([])
    {
    }

    /// <param name="more">Further arguments of the server.</param>
    internal RedisServer(params string[] more) => _process = new RedisProcess(["--save", "", "--appendonly", "no", .. more]);

    public RedisProcess Process => _process;

    public int Port => _process.Port;

    /// <summary>A connection for the test itself.</summary>
    public IConnectionMultiplexer Redis { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await StartAsync();
        Redis = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await Redis.DisposeAsync();
        await _process.DisposeAsync();
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectAsync(Port);

    internal static Task<ConnectionMultiplexer> ConnectAsync(params int[] ports)
    {
        var options = new ConfigurationOptions
        {
            AbortOnConnectFail = false, AllowAdmin = true, BacklogPolicy = BacklogPolicy.FailFast, ReconnectRetryPolicy = new LinearRetry(100),
            HeartbeatInterval = TimeSpan.FromMilliseconds(200),
        };
        foreach (int port in ports)
            options.EndPoints.Add(IPAddress.Loopback, port);

        return ConnectionMultiplexer.ConnectAsync(options);
    }

    public Task StartAsync() => _process.StartAsync();

    public Task KillAsync() => _process.KillAsync();

    public Task PauseAsync() => _process.PauseAsync();

    public Task ContinueAsync() => _process.ContinueAsync();

    /// <summary>Completes when so much time has passed for the server.</summary>
    public static async Task PassAsync(IServer server, TimeSpan time)
    {
        // A little more: the server's clock for leases counts milliseconds.
        DateTime until = await server.TimeAsync() + time + TimeSpan.FromMilliseconds(2);
        while (await server.TimeAsync() < until)
            await Task.Delay(1);
    }
}

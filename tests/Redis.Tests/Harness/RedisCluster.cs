using System.Diagnostics;
using StackExchange.Redis;

namespace Streaming.Redis.Tests.Harness;

/// <summary>A Redis Cluster for tests: three masters with a third of the slots each.</summary>
public sealed class RedisCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly RedisServer[] _servers =
        [.. Enumerable.Range(0, 3).Select(static _ => new RedisServer("--cluster-enabled", "yes", "--cluster-node-timeout", "1000"))];

    public IReadOnlyList<RedisServer> Servers => _servers;

    /// <summary>A connection for the test itself.</summary>
    public IConnectionMultiplexer Redis { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        foreach (RedisServer server in _servers)
            await server.InitializeAsync();

        string[] addresses = [.. _servers.Select(static server => $"127.0.0.1:{server.Port}")];
        using (Process cli = Process.Start(new ProcessStartInfo("redis-cli", ["--cluster", "create", .. addresses, "--cluster-yes"]) { RedirectStandardOutput = true })!)
        {
            cli.BeginOutputReadLine();
            await cli.WaitForExitAsync();
        }

        foreach (RedisServer server in _servers)
            await IsWellAsync(server);

        Redis = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await Redis.DisposeAsync();
        foreach (RedisServer server in _servers)
            await server.DisposeAsync();
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => RedisServer.ConnectAsync([.. _servers.Select(static server => server.Port)]);

    private static async Task IsWellAsync(RedisServer server)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!((string)(await server.Redis.GetServers()[0].ExecuteAsync("CLUSTER", "INFO"))!).Contains("cluster_state:ok", StringComparison.Ordinal))
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
                throw new TimeoutException($"Waited {Patience.TotalSeconds} s for the cluster.");
            await Task.Delay(5);
        }
    }
}

using StackExchange.Redis;
using Streaming.Redis.Connections;
using Streaming.Support;

namespace Streaming.Redis.Tests.Harness;

/// <summary>
/// Redis as careful people run it: behind a Sentinel, with TLS, and a user that may do what a node does and no more. Connected to as a
/// node is.
/// </summary>
public sealed class GuardedRedis : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public RedisSentinel Servers { get; } = new(DocumentedRights.Read(), "--save", "");

    /// <summary>A connection as the user of a node.</summary>
    public IConnectionMultiplexer Redis { get; private set; } = null!;

    /// <summary>Names of keys that no other test has.</summary>
    public static RedisKeys NewKeys() => new($"streaming:{Guid.NewGuid():n}:");

    public async Task InitializeAsync()
    {
        await Servers.StartAsync();
        Redis = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await Redis.DisposeAsync();
        await Servers.DisposeAsync();
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectAsync(Servers.Address);

    /// <summary>A connection to one of the servers, by somebody who may do everything.</summary>
    public Task<ConnectionMultiplexer> OperateAsync(int server) => ConnectAsync(server, RedisSentinel.Administrator, RedisSentinel.Password);

    /// <summary>A connection to one of the servers, by somebody else.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync(int server, string user, string password) =>
        ConnectAsync($"localhost:{Servers.Servers[server].Port},user={user},password={password},ssl=true");

    /// <summary>Completes when the Sentinel could put the one replica in its master's place.</summary>
    public async Task IsWatchedAsync()
    {
        var options = ConfigurationOptions.Parse($"localhost:{Servers.Port},password={RedisSentinel.Password},ssl=true");
        options.TrustIssuer(Servers.CaFile);
        await using ConnectionMultiplexer sentinel = await ConnectionMultiplexer.SentinelConnectAsync(options);
        using var deadline = new CancellationTokenSource(Patience);
        while (!IsWell(await sentinel.GetServers()[0].SentinelReplicasAsync(RedisSentinel.Service)))
            await Task.Delay(5, deadline.Token);

        // INFO is asked for rarely; what it brings is known from the moment when the replica follows.
        static bool IsWell(KeyValuePair<string, string>[][] replicas) => replicas is [var one]
            && one.Contains(new("flags", "slave")) && one.Contains(new("master-link-status", "ok"));
    }

    private Task<ConnectionMultiplexer> ConnectAsync(string address) =>
        ConnectionMultiplexer.ConnectAsync(NodeConnection.Configure(ConfigurationOptions.Parse(address), "test", Servers.CaFile));
}

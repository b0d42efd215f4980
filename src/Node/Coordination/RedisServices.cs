using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Streaming.Actors.Limits;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Actors.Webhooks;
using Streaming.Redis;
using Streaming.Redis.Connections;
using Streaming.Redis.Directories;
using Streaming.Redis.Limits;
using Streaming.Redis.Logs;
using Streaming.Redis.Peers;
using Streaming.Redis.Presence;
using Streaming.Redis.Rehearsals;
using Streaming.Redis.Sessions;
using Streaming.Redis.Shards;
using Streaming.Redis.Webhooks;
using Streaming.Transport;
using Streaming.Transport.Hosting;
using Streaming.Transport.Settings;

namespace Streaming.Node.Coordination;

/// <summary>Makes nodes that share a Redis one server: its adapters for all ports.</summary>
internal static class RedisServices
{
    // Replicas on the same network answer in a millisecond; one that takes this long is not there.
    private static readonly TimeSpan ReplicaPatience = TimeSpan.FromSeconds(1);

    // A node that comes back within it has nothing to tell anew; one that is gone holds up nobody for long.
    private const int PlacesPerLease = 2;

    /// <summary>To be called before <c>AddStreaming</c>, which takes the ports that it finds.</summary>
    public static void AddStreamingRedis(this IServiceCollection services, StreamingOptions options, RedisConnections redis)
    {
        services.AddSingleton(redis.Main);
        services.AddSingleton(new RedisKeys(options.Redis.KeyPrefix));
        services.AddSingleton(new AgreedSettings(options.Cluster.Shards));
        services.AddSingleton<RedisGate>();
        services.AddSingleton<IShardDirectory, RedisShardDirectory>();
        services.AddSingleton<IShardFence, RedisShardFence>();
        services.AddSingleton(provider => options.Log.Ack == LogAck.Replicated
            ? new RedisReplication(
                ActivatorUtilities.CreateInstance<RedisGate>(provider, redis.Writes), options.Log.Replicas, ReplicaPatience, provider.GetRequiredService<TimeProvider>())
            : RedisReplication.None(provider.GetRequiredService<RedisGate>()));
        services.AddSingleton<IRoomLog>(provider =>
            ActivatorUtilities.CreateInstance<RedisRoomLog>(provider, options.Cluster.Shards));
        services.AddSingleton(provider => RedisRoomDirectory.On(
            provider.GetRequiredService<RedisGate>(), provider.GetRequiredService<RedisKeys>(), options.Cluster.Shards));
        services.AddSingleton<ISessionStore, RedisSessionStore>();
        services.AddSingleton<ITicketStore, RedisTicketStore>();
        services.AddSingleton<ILoginStore, RedisLoginStore>();
        services.AddSharedKeyRing();
        services.AddSingleton<ILastSeen>(provider => new RedisLastSeen(
            provider.GetRequiredService<RedisGate>(), provider.GetRequiredService<RedisKeys>(), options.Cluster.Shards));
        services.AddSingleton<IRateLimitStore>(static provider => ActivatorUtilities.CreateInstance<RedisRateLimitStore>(provider, NewLife(provider)));
        services.AddSingleton<IConnectionCounts>(provider => ActivatorUtilities.CreateInstance<RedisConnectionCounts>(
            provider, NewLife(provider), TimeSpan.FromMilliseconds(PlacesPerLease * options.Cluster.LeaseMs)));
        services.AddSingleton<IWebhookStore, RedisWebhookStore>();
        services.AddSingleton(static provider =>
        {
            var link = ActivatorUtilities.CreateInstance<RedisPeerLink>(
                provider,
                provider.GetRequiredService<NodeIdentity>().Id,
                NewLife(provider),
                new PeerLinkOptions());
            PeerLinkMeter.Observe(provider.GetRequiredService<IMeterFactory>(), link);
            return link;
        });
        services.AddSingleton<IPeerLink>(static provider => provider.GetRequiredService<RedisPeerLink>());
        services.AddHostedService<PeerLinkService>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Rehearsal>(
            provider, options.Redis.KeyPrefix, provider.GetRequiredService<NodeIdentity>().Id));
        services.AddHostedService<RehearsalService>();
        services.AddHostedService<RedisAdvisor>();
        services.AddSingleton<IHealthProbe, RedisProbe>();
        services.AddSingleton<IHealthProbe, DeliveryProbe>();
        services.AddSingleton<IHealthProbe, ClusterProbe>();
    }

    // Registered before ASP.NET Core's own, which then stay away.
    private static void AddSharedKeyRing(this IServiceCollection services)
    {
        services.AddSingleton(static provider => new SharedProtectionKeys(ActivatorUtilities.CreateInstance<XmlKeyManager>(provider)));
        services.AddSingleton<IKeyManager>(static provider => provider.GetRequiredService<SharedProtectionKeys>());
        services.AddDataProtection().SetApplicationName("streaming");
        services.AddOptions<KeyManagementOptions>().Configure<RedisGate, RedisKeys>(
            static (options, redis, keys) => options.XmlRepository = new RedisKeyRepository(redis, keys));
        services.AddHostedService<KeyRingService>();
    }

    private static string NewLife(IServiceProvider provider) =>
        provider.GetRequiredService<IEntropy>().NextUInt64().ToString("x16", CultureInfo.InvariantCulture);
}

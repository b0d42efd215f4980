using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Channels;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Actors.Webhooks;
using Streaming.Transport.Settings;
using SessionOptions = Streaming.Actors.Sessions.SessionOptions;

namespace Streaming.Transport.Hosting;

/// <summary>Wires the actors: their ports, their options, their start and end.</summary>
internal static class ActorServices
{
    private static readonly string Release = typeof(ActorServices).Assembly.GetName().Version!.ToString(3);

    /// <summary>The node, over the ports that are registered, and its place in the host's life.</summary>
    public static IServiceCollection AddActors(this IServiceCollection services, StreamingOptions options)
    {
        services.AddSingleton(provider => new NodeIdentity(
            new NodeId(options.NodeId ?? NodeNames.For(Environment.MachineName, provider.GetRequiredService<IEntropy>()))));
        services.AddInMemoryPorts(options);
        services.AddSingleton(provider => new NodePorts(
            provider.GetRequiredService<NodeIdentity>().Id,
            provider.GetRequiredService<IShardDirectory>(),
            provider.GetRequiredService<IShardFence>(),
            provider.GetRequiredService<IPeerLink>(),
            provider.GetRequiredService<IRoomLog>(),
            provider.GetRequiredService<ISessionStore>(),
            provider.GetRequiredService<IScheduler>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IEntropy>())
        {
            Rooms = provider.GetRequiredService<RoomDirectory>(),
            LastSeen = provider.GetRequiredService<ILastSeen>(),
            Observers = [.. provider.GetServices<IRoomObserver>()],
            Webhooks = options.Webhooks.Count > 0 ? provider.GetRequiredService<WebhookPorts>() : null,
        });
        services.AddSingleton(provider => new StreamingNode(
            provider.GetRequiredService<NodePorts>(),
            ActorOptions(options, provider.GetRequiredService<TimeProvider>().GetUtcNow()),
            provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(provider => provider.GetRequiredService<StreamingNode>().Ids);
        services.AddSingleton(provider => provider.GetRequiredService<StreamingNode>().Wheel);
        services.AddSingleton<ActorsService>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ActorsService>());
        return services;
    }

    // A cluster of one that needs nothing installed: each port that the host has not registered before.
    private static void AddInMemoryPorts(this IServiceCollection services, StreamingOptions options)
    {
        services.TryAddSingleton<IShardDirectory>(provider =>
            new InMemoryShardDirectory(options.Cluster.Shards, provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IPeerLink>(provider =>
            new InMemoryPeerNetwork().LinkOf(provider.GetRequiredService<NodeIdentity>().Id));
        services.TryAddSingleton<ISessionStore>(provider => new InMemorySessionStore(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ITicketStore>(provider => new InMemoryTicketStore(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ILoginStore>(static _ => new InMemoryLoginStore());
        services.TryAddSingleton<IRateLimitStore>(provider => new InMemoryRateLimitStore(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IConnectionCounts, InMemoryConnectionCounts>();
        services.TryAddSingleton<ILastSeen>(static _ => new InMemoryLastSeen());
        // These are one store, and come from one place.
        if (services.Any(static service => service.ServiceType == typeof(IRoomLog)))
            return;
        var fence = new InMemoryShardFence(options.Cluster.Shards);
        services.AddSingleton<IShardFence>(fence);
        services.AddSingleton<IRoomLog>(new InMemoryRoomLog(fence));
        services.AddSingleton(provider => RoomDirectory.InMemory(fence, provider.GetRequiredService<TimeProvider>()));
    }

    private static NodeOptions ActorOptions(StreamingOptions options, DateTimeOffset startedAt) => new()
    {
        Shards = new ShardOptions
        {
            Lease = TimeSpan.FromMilliseconds(options.Cluster.LeaseMs),
            Renew = TimeSpan.FromMilliseconds(options.Cluster.RenewMs),
            HandOverBatch = options.Cluster.HandOverBatch,
        },
        Member = new MemberInfo
        {
            Url = options.AdvertisedUrl ?? "",
            Version = Release,
            Region = options.Region,
            Weight = options.Weight,
            StartedAt = startedAt,
        },
        Mailboxes = new MailboxOptions
        {
            MaxLogEntries = options.Log.MaxEntriesPerRoom,
            MaxLogAge = options.Log.MaxAge > TimeSpan.Zero ? options.Log.MaxAge : null,
            UnpackedLogEntries = options.Log.UncompressedEntries,
            MessagesPerSecond = options.RateLimitEnabled ? options.RateLimit.RoomMessagesPerSecond : 0,
            PassivateAfter = options.Rooms.PassivateAfter,
            Channels = new ChannelPolicies([.. options.Channels]),
            MaxRosterSize = options.Presence.MaxRosterSize,
            AckBeforeLogged = options.Log.Ack == LogAck.Memory,
        },
        Sessions = new SessionOptions
        {
            Ttl = options.Sessions.Ttl,
            MaxRooms = options.Limits.MaxRoomsPerUser == 0 ? int.MaxValue : options.Limits.MaxRoomsPerUser,
            MaxChannels = options.Limits.MaxChannelsPerUser == 0 ? int.MaxValue : options.Limits.MaxChannelsPerUser,
            MaxWatches = options.Presence.MaxWatches,
            EnablePresence = options.EnablePresence,
        },
        PresenceGrace = options.Presence.Grace,
        PresenceAwayAfter = options.Presence.AwayAfter,
    };
}

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Limits;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Actors.Webhooks;
using Streaming.Transport.Audit;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.EventLoops;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;
using Streaming.Transport.Rest;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Sse;
using Streaming.Transport.Throttles;
using Streaming.Transport.WebSockets.Compression;

namespace Streaming.Transport.Hosting;

/// <summary>Adds the rooms server to an ASP.NET Core program; <c>MapStreaming</c> gives it its addresses.</summary>
public static class StreamingServiceCollectionExtensions
{
    /// <summary>Adds the server with the defaults of Production, changed by <paramref name="configure"/>.</summary>
    /// <exception cref="InvalidSettingsException">The settings, or the key files they name, cannot be used.</exception>
    public static IServiceCollection AddStreaming(
        this IServiceCollection services, Action<StreamingOptions>? configure = null)
    {
        var options = new StreamingOptions();
        configure?.Invoke(options);
        return services.AddStreaming(options);
    }

    /// <summary>
    /// Adds the server with <paramref name="options"/>, which must not change any more. A node without a name gets one.
    /// Clock, randomness and scheduling may be registered before; else they are the system's. So may ports of
    /// <c>Streaming.Actors</c>, by which nodes become a cluster: <see cref="IShardDirectory"/>, <see cref="IPeerLink"/>,
    /// <see cref="IRoomLog"/> with its <see cref="IShardFence"/> and <see cref="RoomDirectory"/>, <see cref="ISessionStore"/>, <see cref="ITicketStore"/>, <see cref="ILoginStore"/>, <see cref="IRateLimitStore"/>, <see cref="IConnectionCounts"/>, <see cref="IWebhookStore"/>;
    /// else they are in memory. <see cref="NodeIdentity"/> tells them who the node is.
    /// </summary>
    /// <exception cref="InvalidSettingsException">The settings, or the key files they name, cannot be used.</exception>
    public static IServiceCollection AddStreaming(this IServiceCollection services, StreamingOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEntropy, SystemEntropy>();
        services.TryAddSingleton<AuditLog>();
        var live = new LiveSettings(options);
        return services
            .AddLiveSettings(live)
            .AddEventLoops(options)
            .AddAuthentication(options, live)
            .AddHooks(options)
            .AddWebhooks(options)
            .AddActors(options)
            .AddProtocol()
            .AddValidators(live)
            .AddPipeline(options)
            .AddConnections(options)
            .AddEndpoints()
            .AddLifecycle(options);
    }

    private static IServiceCollection AddLiveSettings(this IServiceCollection services, LiveSettings live)
    {
        services.AddSingleton(live);
        services.TryAddSingleton<ISettingsSource, NoSettingsSource>();
        services.AddHostedService<LiveSettingsService>();
        return services;
    }

    private static IServiceCollection AddEventLoops(this IServiceCollection services, StreamingOptions options)
    {
        var count = options.EventLoops ?? (EventLoopSet.IsSupported ? Environment.ProcessorCount : 0);
        if (count > 0)
        {
            services.AddSingleton(_ => new EventLoopSet(count, TimeSpan.FromMicroseconds(options.EventLoopPollUs)));
            services.AddSingleton<IConnectionListenerFactory, LoopTransportFactory>();
            services.TryAddSingleton<IScheduler>(provider => provider.GetRequiredService<EventLoopSet>());
        }

        services.TryAddSingleton<IScheduler, ThreadPoolScheduler>();
        return services;
    }

    private static void AddLogins(this IServiceCollection services, LoginOptions options)
    {
        // One node alone needs no keys that others have. Looked for when all is registered: the host may share keys of its own.
        services.AddSingleton(provider => new LoginCookies(
            provider.GetService<IDataProtectionProvider>(),
            options,
            provider.GetService<IHostEnvironment>()?.IsDevelopment() ?? false));
        services.AddSingleton(options);
        services.AddSingleton<Logins>();
        services.AddSingleton<LoginPages>();
        services.AddSingleton<LoginAuthenticator>();
        services.AddHostedService<CredentialWatch>();
    }

    private static IServiceCollection AddAuthentication(this IServiceCollection services, StreamingOptions options, LiveSettings live)
    {
        // Read now and not when the first client comes: a key file that cannot be used has to stop the start.
        List<SettingProblem> problems = [];
        AuthenticationKeys.Check(options, problems);
        if (problems.Count > 0)
            throw new InvalidSettingsException(problems);

        var tokens = live.Load("keys of tokens", TokenKeys.Files, TokenKeys.Load);
        var apiKeys = live.Load("API keys", AuthenticationKeys.ApiKeyFiles, AuthenticationKeys.LoadApiKeys);
        services.AddSingleton(provider => new Verifiers(tokens, apiKeys, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new Authenticator(
            new CredentialReader(options, provider.GetRequiredService<LoginCookies>()),
            provider.GetRequiredService<Verifiers>(),
            new GuestAuthenticator(options, provider.GetRequiredService<IdSource>()),
            provider.GetRequiredService<Tickets>(),
            provider.GetRequiredService<LoginAuthenticator>(),
            provider.GetRequiredService<AddressThrottle>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<AuthenticationEvents>(),
            options));
        services.AddSingleton<AuthenticationEvents>();
        services.AddLogins(options.Login);
        services.AddSingleton<Tickets>();
        services.AddSingleton<OriginPolicy>();
        services.AddSingleton(provider => new ChannelRights(provider.GetRequiredService<StreamingNode>().Channels.Policies));
        return services;
    }

    private static IServiceCollection AddProtocol(this IServiceCollection services) => services
        .AddSingleton<JsonWriters>()
        .AddSingleton<EventEncoder>()
        .AddSingleton<FrameDeflater>()
        .AddSingleton<SseEncoder>()
        .AddSingleton<ServerMessages>()
        .AddSingleton<ChannelMessages>()
        .AddSingleton<AnswerEncoder>()
        .AddSingleton<Arrivals>()
        .AddSingleton<RequestHandlers>();

    private static IServiceCollection AddPipeline(this IServiceCollection services, StreamingOptions options) => services
        .AddMetrics()
        .AddSingleton<PipelineMeter>()
        .AddSingleton<ThrottleLimits>()
        .AddSingleton<ThrottleCounters>()
        .AddSingleton<AddressThrottle>()
        .AddSingleton<UserThrottle>()
        .AddSingleton(static provider => new LagMeter(
            provider.GetService<EventLoopSet>()?.All ?? [provider.GetRequiredService<IScheduler>()], provider.GetRequiredService<TimeProvider>()))
        .AddHostedService<AdaptiveThrottle>()
        .AddHostedService<ThrottleMeterService>()
        .AddSingleton(options.Pipeline.BuildFilters)
        .AddSingleton(options.Pipeline.BuildValidators)
        .AddSingleton(provider => new MessagePipeline(
            options.Pipeline.BuildStages(provider, options),
            provider.GetRequiredService<IdSource>(),
            provider.GetRequiredService<PipelineMeter>(),
            provider.GetRequiredService<ILogger<MessagePipeline>>()));

    private static IServiceCollection AddConnections(this IServiceCollection services, StreamingOptions options) => services
        .AddSingleton(options.Limits)
        .AddSingleton(options.Compression)
        .AddSingleton<ConnectionRegistry>()
        .AddSingleton<ConnectionCounters>()
        .AddSingleton<ConnectionServices>()
        .AddSingleton<ClientServices>()
        .AddSingleton<IConnectionGauge>(provider => provider.GetRequiredService<ConnectionRegistry>());

    private static IServiceCollection AddEndpoints(this IServiceCollection services) => services
        .AddSingleton<Entrance>()
        .AddSingleton<CrossOrigin>()
        .AddSingleton(static provider => new Problems(provider.GetRequiredService<JsonWriters>()))
        .AddSingleton<WebSocketEndpoint>()
        .AddSingleton<SseEndpoint>()
        .AddSingleton<RestRunner>()
        .AddSingleton<RestRooms>()
        .AddSingleton<MessageTargets>()
        .AddSingleton<RoomsEndpoint>()
        .AddSingleton<MessagesEndpoint>()
        .AddSingleton<HistoryEndpoint>()
        .AddSingleton<PinsEndpoint>()
        .AddSingleton<MembersEndpoint>()
        .AddSingleton<InvitesEndpoint>()
        .AddSingleton<ModerationEndpoint>()
        .AddSingleton<DirectEndpoint>()
        .AddSingleton<UsersEndpoint>()
        .AddSingleton<PresenceEndpoint>()
        .AddSingleton<ListingEndpoint>()
        .AddSingleton<UserRoomsEndpoint>()
        .AddSingleton<ReadMarkersEndpoint>()
        .AddSingleton<ChannelsEndpoint>()
        .AddSingleton<NegotiateEndpoint>()
        .AddSingleton<LoginEndpoint>()
        .AddSingleton<UnservedEndpoint>();

    private static IServiceCollection AddLifecycle(this IServiceCollection services, StreamingOptions options)
    {
        if (options.Limits.TrustedProxies.Count > 0)
            services.AddSingleton<IStartupFilter>(new TrustedProxies(options.Limits.TrustedProxies));
        services.AddSingleton<ServingState>();
        services.AddSingleton<IHealthProbe, RoomsProbe>();
        services.AddHostedService<AdvertisedAddress>();
        services.AddSingleton<DrainOnStop>();
        services.AddHostedService(static provider => provider.GetRequiredService<DrainOnStop>());
        services.AddHostedService<DrainOnRequest>();
        // Drained in this order: rooms go on elsewhere before their clients have to, and what connections still ask for has
        // to get into the log.
        services.AddSingleton<IDrainTarget, ShardHandOver>();
        services.AddSingleton<IDrainTarget, ConnectionDrain>();
        services.AddSingleton<IDrainTarget>(provider => provider.GetRequiredService<ActorsService>());
        return services;
    }
}

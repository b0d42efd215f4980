using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;
using Streaming.Transport.Filters;
using Streaming.Transport.Hooks;
using Streaming.Transport.Pipeline;
using Streaming.Transport.Settings;
using Streaming.Transport.Validators.Schemas;
using Streaming.Transport.Webhooks;

namespace Streaming.Transport;

/// <summary>
/// Everything about the rooms server that a deployment or an embedding application can choose.
/// The defaults here are those of Production; <see cref="ForDevelopment"/> has the open ones.
/// One nested object a block, named as the block in configuration files: <c>Streaming:Limits:MaxMessageSize</c>
/// is <c>options.Limits.MaxMessageSize</c>.
/// </summary>
/// <remarks>
/// Set it up before the server starts; nothing reads a change that is made afterwards. What changes while the server runs
/// comes as other options, from an <see cref="Settings.Live.ISettingsSource"/>.
/// Ranges are stated with each member. The node's settings catalogue enforces them for what comes from files,
/// environment and command line.
/// </remarks>
public sealed class StreamingOptions
{
    /// <summary>This node's name in the cluster, <c>[A-Za-z0-9_.-]{1,64}</c>. Null: machine name and a random suffix.</summary>
    public string? NodeId { get; set; }

    /// <summary>The absolute http(s) address that clients and load balancers reach this node by. Null: the listening address.</summary>
    public string? AdvertisedUrl { get; set; }

    /// <summary>Where this node stands, in the words of whoever runs it. Null: not said.</summary>
    public string? Region { get; set; }

    /// <summary>Degrees north, -90 to 90. Null: not said.</summary>
    public double? Latitude { get; set; }

    /// <summary>Degrees east, -180 to 180. Null: not said.</summary>
    public double? Longitude { get; set; }

    /// <summary>This node's capacity relative to the others', 0.01 to 100: decides its share of shards and clients.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>
    /// Threads that serve sockets and rooms, 0 to 256: each has its own share of the connections. Null: one per core on
    /// Linux, 0 elsewhere. 0: the web server's own sockets, and turns on the thread pool, for applications whose stages,
    /// filters or validators block.
    /// </summary>
    public int? EventLoops { get; set; }

    /// <summary>
    /// Microseconds, 0 to 1,000, for which an event loop that has nothing to do goes on looking before it sleeps. Answers come sooner by
    /// what it takes to wake a core, as long as something comes within that time; the looking is processor time. 0: it sleeps at once.
    /// </summary>
    public int EventLoopPollUs { get; set; }

    /// <summary>
    /// Time between two looks at the files that settings stand in or name: what has changed is read again and holds while the server
    /// runs. At most an hour; zero: never.
    /// </summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How nodes find each other and share rooms.</summary>
    public CoordinationOptions Coordination { get; } = new();

    /// <summary>The Redis that nodes share.</summary>
    public RedisOptions Redis { get; } = new();

    /// <summary>How rooms are spread over nodes.</summary>
    public ClusterOptions Cluster { get; } = new();

    /// <summary>What a room's log keeps.</summary>
    public LogOptions Log { get; } = new();

    /// <summary>When rooms leave memory.</summary>
    public RoomOptions Rooms { get; } = new();

    /// <summary>True: no connection without valid credentials. False: those without any are guests.</summary>
    public bool RequireAuth { get; set; } = true;

    /// <summary>
    /// False: what credentials say of rooms and channels (<c>rooms</c>, <c>channels</c>) confines nobody, for servers whose tokens bear such
    /// claims for another purpose. Who may be in a room stays the room's decision: its members, roles, bans and invites.
    /// </summary>
    public bool RoomAuthEnabled { get; set; } = true;

    /// <summary>False: the scope <c>publish</c> is not asked for; whoever may connect may speak.</summary>
    public bool MessageAuthEnabled { get; set; } = true;

    /// <summary>The kinds of credentials that are looked at. A kind that is not listed counts as no credential at all.</summary>
    public IReadOnlyList<AuthProvider> AuthProviders { get; set; } = [AuthProvider.Jwt, AuthProvider.ApiKey];

    /// <summary>
    /// True: <c>?access_token=</c> is accepted as a bearer token. Addresses end up in the logs of proxies and in browser
    /// histories, so this is off except in Development.
    /// </summary>
    public bool AllowQueryToken { get; set; }

    /// <summary>How JSON Web Tokens are checked.</summary>
    public JwtOptions Jwt { get; } = new();

    /// <summary>Where API keys are looked up.</summary>
    public ApiKeyOptions ApiKeys { get; } = new();

    /// <summary>
    /// Origins that browsers may connect from besides the node's own, each <c>scheme://host[:port]</c>; <c>*</c> is any.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>True: joining a room that does not exist creates it.</summary>
    public bool AutoCreateRooms { get; set; }

    /// <summary>False: join, leave and message are refused with <c>feature_disabled</c>.</summary>
    public bool EnableRooms { get; set; } = true;

    /// <summary>False: subscribe, unsubscribe and messages to channels are refused with <c>feature_disabled</c>.</summary>
    public bool EnableChannels { get; set; } = true;

    /// <summary>
    /// The channels that there are, by patterns, and what they are like. The first that matches a name counts; a name that none matches is
    /// <c>channel_not_found</c>.
    /// </summary>
    public IReadOnlyList<ChannelPolicy> Channels { get; set; } = ChannelPolicies.Default.All;

    /// <summary>False: presence is refused with <c>feature_disabled</c>, and none is sent.</summary>
    public bool EnablePresence { get; set; } = true;

    /// <summary>False: typing is refused with <c>feature_disabled</c>.</summary>
    public bool EnableTyping { get; set; } = true;

    /// <summary>False: history is refused with <c>feature_disabled</c>. Catching up by <c>since</c> still works.</summary>
    public bool EnableHistory { get; set; } = true;

    /// <summary>False: the pipeline leaves out every filter.</summary>
    public bool EnableFilters { get; set; } = true;

    /// <summary>What the server's own filters do.</summary>
    public FilterOptions Filters { get; } = new();

    /// <summary>False: the pipeline leaves out every validator. The protocol's own checks of shape, size and ids stay.</summary>
    public bool ValidationEnabled { get; set; } = true;

    /// <summary>What the built-in validators refuse.</summary>
    public ValidationOptions Validation { get; } = new();

    /// <summary>False: no message rate is enforced, per user or per room.</summary>
    public bool RateLimitEnabled { get; set; } = true;

    /// <summary>The message rates.</summary>
    public RateLimitOptions RateLimit { get; } = new();

    /// <summary>The bounds of connections, messages, queues and times.</summary>
    public LimitOptions Limits { get; } = new();

    /// <summary>Compression of WebSocket messages.</summary>
    public CompressionOptions Compression { get; } = new();

    /// <summary>How presence reacts.</summary>
    public PresenceOptions Presence { get; } = new();

    /// <summary>How long what a connection had can be resumed.</summary>
    public SessionOptions Sessions { get; } = new();

    /// <summary>How long users stay logged in, and by which cookie.</summary>
    public LoginOptions Login { get; } = new();

    /// <summary>How this node goes away.</summary>
    public DrainOptions Drain { get; } = new();

    /// <summary>What hooks of an embedding application are given.</summary>
    public HookOptions Hooks { get; } = new();

    /// <summary>Who is told over HTTP of what happens in rooms. The same on all nodes.</summary>
    public IList<WebhookOptions> Webhooks { get; } = [];

    /// <summary>The stages that every message passes.</summary>
    internal PipelineBuilder Pipeline { get; } = new();

    /// <summary>
    /// Puts a stage of the application's own before a built-in one, after those that were put there earlier. One
    /// instance serves all connections; its constructor is given services.
    /// </summary>
    public StreamingOptions AddStage<T>(PipelineStage before = PipelineStage.Route)
        where T : class, IPipelineStage
    {
        Pipeline.AddStage<T>(before);
        return this;
    }

    /// <summary>
    /// Adds a filter; filters run in the order they were added in. One instance serves all connections; its constructor
    /// is given services.
    /// </summary>
    public StreamingOptions AddFilter<T>()
        where T : class, IMessageFilter
    {
        Pipeline.AddFilter<T>();
        return this;
    }

    /// <summary>
    /// Adds a validator; validators run in the order they were added in, after the built-in ones and all filters. One instance serves all
    /// connections; its constructor is given services.
    /// </summary>
    public StreamingOptions AddValidator<T>()
        where T : class, IMessageValidator
    {
        Pipeline.AddValidator<T>();
        return this;
    }

    /// <summary>
    /// Adds hooks that hear of people who come and go and of what they say; all are asked, in the order they were added in. One instance
    /// serves all rooms; its constructor is given services.
    /// </summary>
    public StreamingOptions AddRoomHooks<T>()
        where T : class, IRoomHooks
    {
        Pipeline.AddHooks<T>();
        return this;
    }

    /// <summary>
    /// The defaults for a developer's machine: guests, rooms that appear when joined, channels that guests may publish to, tokens in the
    /// address, any origin, no limit per IP address (all clients have the same one), any number of guests.
    /// </summary>
    public static StreamingOptions ForDevelopment() => new()
    {
        RequireAuth = false,
        AutoCreateRooms = true,
        AllowQueryToken = true,
        Origins = ["*"],
        Limits = { MaxConnectionsPerIp = 0, MaxGuests = 0 },
        Channels = [new ChannelPolicy(NamePattern.All) { Publishers = ChannelPublishers.Anyone }],
    };

    /// <summary>
    /// Reads the files of keys and schemas and tells what is wrong with them, and with secrets. <c>AddStreaming</c> refuses the same.
    /// </summary>
    public IReadOnlyList<SettingProblem> FindProblems()
    {
        var problems = new List<SettingProblem>();
        AuthenticationKeys.Check(this, problems);
        WordListFile.Load(this, problems);
        WebhookReceivers.Load(this, problems);
        SchemaFiles.Read(this, problems);
        return problems;
    }
}

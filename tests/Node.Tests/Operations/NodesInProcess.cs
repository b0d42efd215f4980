using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;
using Streaming.Actors.Webhooks;
using Streaming.Node.Health;
using Streaming.Node.Settings;
using Streaming.Support;
using Streaming.Transport.Hosting;

namespace Streaming.Node.Operations;

/// <summary>
/// Nodes with real web servers that share directory, log, sessions and network in this process: a cluster with nothing
/// installed. They take tokens of <see cref="Tokens"/>, and guests where the test lets them.
/// </summary>
internal sealed class NodesInProcess : IAsyncDisposable
{
    private const int Shards = 16;

    // Quick to notice a change, and slow to give a node up that the machine has no time for.
    private static readonly ShardOptions Keeping = new() { Lease = TimeSpan.FromSeconds(20), Renew = TimeSpan.FromMilliseconds(50) };

    private readonly InMemoryPeerNetwork _network = new();
    private readonly InMemoryShardDirectory _directory = new(Shards, TimeProvider.System);
    private readonly InMemoryShardFence _fence = new(Shards);
    private readonly InMemorySessionStore _sessions = new(TimeProvider.System);
    private readonly InMemoryWebhookStore _webhooks = new();
    private readonly InMemoryLastSeen _lastSeen = new();
    private readonly List<WebApplication> _apps = [];
    private readonly List<ClientWebSocket> _clients = [];

    private NodesInProcess()
    {
        Log = new SwitchedLog(new InMemoryRoomLog(_fence));
        Rooms = RoomDirectory.InMemory(_fence, TimeProvider.System);
    }

    /// <summary>What all nodes know of rooms beside the log.</summary>
    public RoomDirectory Rooms { get; }

    /// <summary>What all nodes write to.</summary>
    public SwitchedLog Log { get; }

    public HttpClient Http { get; } = new() { Timeout = NodeProcess.Deadline };

    /// <summary>Nodes called n1, n2 and so on, each of which knows all the others and has what it should.</summary>
    public static async Task<NodesInProcess> StartAsync(int count, params string[] arguments)
    {
        var nodes = new NodesInProcess();
        for (int i = 1; i <= count; i++)
            await nodes.StartAsync($"n{i}", arguments);
        await UntilAsync(() => nodes._apps.All(app => IsSettled(NodeOf(app), count)));
        return nodes;
    }

    /// <summary>Where the first, second … node listens.</summary>
    public Uri UrlOf(int node) =>
        new(_apps[node - 1].Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public StreamingNode Node(int node) => NodeOf(_apps[node - 1]);

    public T Service<T>(int node)
        where T : notnull => _apps[node - 1].Services.GetRequiredService<T>();

    /// <summary>A room whose shard this node owns.</summary>
    public RoomId RoomOn(int node)
    {
        var map = Node(1).Shards.Current;
        return Enumerable.Range(1, 10_000)
            .Select(static i => new RoomId($"room-{i}"))
            .First(room => map.OwnerOf(map.ShardOf(room))?.Node == Node(node).Self);
    }

    /// <summary>A guest of this name on that node, in these rooms.</summary>
    public async Task<ClientWebSocket> ConnectAsync(int node, string user, params RoomId[] rooms)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        var client = new ClientWebSocket();
        _clients.Add(client);
        await client.ConnectAsync(new Uri($"ws://{UrlOf(node).Authority}/ws?user_id={user}"), deadline.Token);
        foreach (RoomId room in rooms)
            await AskAsync(client, $$"""{"type":"join","id":"j","room_id":"{{room}}"}""");
        return client;
    }

    /// <summary>Sends a request, and takes what comes until its ack.</summary>
    public static async Task AskAsync(ClientWebSocket client, string request)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        await client.SendAsync(Encoding.UTF8.GetBytes(request), WebSocketMessageType.Text, endOfMessage: true, deadline.Token);
        byte[] buffer = new byte[65_536];
        string told;
        do
        {
            var received = await client.ReceiveAsync(buffer, deadline.Token);
            told = Encoding.UTF8.GetString(buffer, 0, received.Count);
        }
        while (!told.Contains("\"type\":\"ack\"", StringComparison.Ordinal));
    }

    public async Task<JsonElement> GetAsync(int node, string path) =>
        JsonSerializer.Deserialize<JsonElement>(await Http.GetStringAsync(new Uri(UrlOf(node), path)));

    /// <summary>Ends a node as on SIGTERM; those that were not stopped go on.</summary>
    public async Task StopAsync(int node) => await _apps[node - 1].StopAsync();

    /// <summary>Waits until this holds.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        while (!holds())
            await Task.Delay(5, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _clients.ForEach(static client => client.Dispose());
        foreach (WebApplication app in _apps)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    private static StreamingNode NodeOf(WebApplication app) => app.Services.GetRequiredService<StreamingNode>();

    private static bool IsSettled(StreamingNode node, int count)
    {
        var preferred = node.Operations.Preferred();
        return node.Shards.Current.Members.Length == count
            && node.Shards.Current.Owners.Select((owner, shard) => owner?.Node == preferred[shard]).All(static isThere => isThere);
    }

    private async Task StartAsync(string id, string[] arguments)
    {
        string[] all = ["--urls", "http://127.0.0.1:0", $"--Streaming:NodeId={id}", .. arguments];
        var settings = NodeSettings.Load(all, new Dictionary<string, string> { ["JWT_SECRET"] = Tokens.Secret });
        if (settings.Faults.Count > 0)
            throw new InvalidOperationException(settings.Faults[0].ToString());

        var builder = NodeBuilder.Create(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IWebhookStore>(_webhooks);
        builder.Services.AddStreaming(settings.Options);
        builder.Services.AddNodeHealth();
        builder.Services.AddNodeOperations();
        builder.Services.AddSingleton(provider => Build(new NodeId(id), provider));
        var app = builder.Build();
        app.MapStreaming();
        app.MapHealth();
        app.MapOperations();
        _apps.Add(app);
        await app.StartAsync();
    }

    private StreamingNode Build(NodeId self, IServiceProvider services) => new(
        new NodePorts(
            self, _directory, _fence, _network.LinkOf(self), Log, _sessions, services.GetRequiredService<IScheduler>(),
            TimeProvider.System, services.GetRequiredService<IEntropy>())
        {
            Rooms = Rooms,
            LastSeen = _lastSeen,
            Observers = [.. services.GetServices<IRoomObserver>()],
            Webhooks = services.GetService<WebhookPorts>(),
        },
        new NodeOptions { Shards = Keeping, Member = new MemberInfo { Version = NodeVersion.Text, Url = $"http://{self}.example" } },
        services.GetRequiredService<ILoggerFactory>());
}

using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Shards;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;
using Streaming.Transport.Tests.Webhooks;

namespace Streaming.Cluster.Tests.Features;

/// <summary>
/// One feature, played: Ann acts over REST on the first node or over a socket there, Bob is connected to the second, and all that is theirs
/// belongs to the third.
/// </summary>
/// <param name="number">Makes names that no other play has.</param>
/// <param name="ownerMayDie">Between the act and the look at it.</param>
internal sealed class FeaturePlay(
    FeaturesPlayed stage, ClusterUnderTest cluster, HttpClient http, HttpReceiver receiver, int number, Func<Task> ownerMayDie) : IAsyncDisposable
{
    public const int Shards = 16;
    private const int AnnsNode = 0;
    private const int BobsNode = 1;
    private readonly Dictionary<string, WsClient> _clients = [];

    public string Ann { get; } = $"ann-{number}";

    public string Bob { get; } = $"bob-{number}";

    public string Cy { get; } = $"cy-{number}";

    public HttpReceiver Receiver => receiver;

    public async ValueTask DisposeAsync()
    {
        foreach (WsClient client in _clients.Values)
            await client.DisposeAsync();
    }

    public Task OwnerMayDieAsync() => ownerMayDie();

    /// <summary>Ann's, with Bob in it, who listens.</summary>
    public async Task<string> RoomAsync(string settings = "")
    {
        string room = OwnedBy("node3", $"room-{number}-", prefix: "");
        await DoneAsync(Ann, "POST", "/rooms", $$"""{"room_id":"{{room}}"{{settings}}}""");
        await DoneAsync(Ann, "PUT", $"/rooms/{room}/members/{Bob}");
        await (await SocketAsync(Bob)).JoinAsync(room);
        return room;
    }

    /// <summary>A channel of this kind.</summary>
    public string Channel(string kind) => OwnedBy("node3", $"{kind}.{number}.", prefix: "~");

    /// <summary>The user's socket: opened with the first call.</summary>
    public async Task<WsClient> SocketAsync(string user)
    {
        if (!_clients.TryGetValue(user, out WsClient? client))
            _clients[user] = client = await cluster.ConnectAsync(NodeOf(user), user);
        return client;
    }

    /// <summary>Bob comes back, to Ann's node.</summary>
    public Task<WsClient> ResumeAsync(WsClient bob) => cluster.ConnectAsync(AnnsNode, Bob, $"&resume_token={bob.ResumeToken}");

    /// <summary>Over REST, on the user's node.</summary>
    public async Task<JsonObject> AskAsync(string who, string method, string path, string? body = null, string? key = null)
    {
        string query = (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"user_id={who}";
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(cluster.Nodes[NodeOf(who)].Address, $"/api/v1{path}{query}"));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    /// <summary>Asks for something that has to be done.</summary>
    public async Task<JsonObject> DoneAsync(string who, string method, string path, string? body = null)
    {
        JsonObject answer = await AskAsync(who, method, path, body);
        return answer.ContainsKey("code") && answer.ContainsKey("status") ? throw new InvalidOperationException($"{method} {path}: {answer.ToJsonString()}") : answer;
    }

    public async Task<string?> CodeAsync(string who, string method, string path, string? body = null) => (string?)(await AskAsync(who, method, path, body))["code"];

    public async Task<JsonObject> SayAsync(string who, string room, string text, string more = "") =>
        await DoneAsync(who, "POST", $"/rooms/{room}/messages", $$"""{"data":"{{text}}"{{more}}}""");

    /// <summary>The texts of a room's history, newest first.</summary>
    public async Task<List<string?>> ReadAsync(string who, string room, string query = "") =>
        [.. (await RowsAsync(who, room, query)).Select(static row => (string?)row["data"])];

    public async Task<IEnumerable<JsonObject>> RowsAsync(string who, string room, string query = "") =>
        (await DoneAsync(who, "GET", $"/rooms/{room}/history{query}"))["messages"]!.AsArray().Select(static row => row!.AsObject());

    /// <summary>What Bob hears next of this in a room.</summary>
    public async Task<JsonObject> HearAsync(string room, string type, string? name = null) => await (await SocketAsync(Bob)).EventAsync(type, room, name);

    /// <summary>The data of the next messages that the user hears in a channel.</summary>
    public async Task<string[]> HearChannelAsync(string who, int count)
    {
        WsClient client = await SocketAsync(who);
        List<string> heard = [];
        while (heard.Count < count)
            heard.Add((string)(await client.FindAsync(static message => (string?)message["type"] == "message" && message.ContainsKey("channel_id")))["data"]!);
        return [.. heard];
    }

    /// <summary>Sends until it is heard: what is not kept is lost until the next owner knows who listens.</summary>
    public static async Task<JsonObject> HeardAsync(WsClient listener, Func<Task> send, Func<JsonObject, bool> fits)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        while (true)
        {
            deadline.Token.ThrowIfCancellationRequested();
            await send();
            if ((await listener.EverythingSoFarAsync()).FirstOrDefault(fits) is { } heard)
                return heard;
        }
    }

    public async Task<JsonObject> SubscribeAsync(string who, string channel, JsonObject? filter = null) => await (await SocketAsync(who)).AskAsync(
        new JsonObject { ["type"] = "subscribe", ["channel_id"] = channel, ["data"] = new JsonObject { ["filter"] = filter } });

    public Task<JsonObject> PublishAsync(string channel, string text, string metadata = "{}") =>
        DoneAsync(Ann, "POST", $"/channels/{channel}/messages", $$"""{"data":"{{text}}","metadata":{{metadata}}}""");

    private string OwnedBy(string node, string start, string prefix) =>
        Enumerable.Range(0, 1000).Select(i => $"{start}{i}").First(name => stage.OwnerOf(ShardId.Of(prefix + name, Shards)) == node);

    private int NodeOf(string user) => user == Bob ? BobsNode : AnnsNode;
}

using System.Net;
using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Node.Operations;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Webhooks;

namespace Streaming.Node.Tests.Operations;

/// <summary>Webhooks of three nodes, posted to a real web server; the client is on none of the rooms' owners.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private const string Secret = "a secret of 24 characters";
    private HttpReceiver _receiver = null!;
    private NodesInProcess _nodes = null!;

    public async Task InitializeAsync()
    {
        _receiver = await HttpReceiver.StartAsync();
        _nodes = await NodesInProcess.StartAsync(
            3, "--environment", "Development", "--Streaming:Webhooks:0:Name=billing", $"--Streaming:Webhooks:0:Url={_receiver.Url}?key=hidden",
            $"--Streaming:Webhooks:0:Secret={Secret}", "--Streaming:Webhooks:0:Events=member.joined,message", "--Streaming:Webhooks:0:MaxAttempts=2",
            "--Streaming:Webhooks:0:RetryDelay=100ms", "--Streaming:RateLimitEnabled=false");
    }

    public async Task DisposeAsync()
    {
        await _nodes.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task Rooms_OnAllNodes_AreTold_EachInItsOrder_AcrossTheStopOfAnOwner()
    {
        RoomId[] rooms = [_nodes.RoomOn(1), _nodes.RoomOn(2), _nodes.RoomOn(3)];
        var ann = await _nodes.ConnectAsync(2, "ann", rooms);
        for (int i = 0; i < 30; i++)
        {
            if (i == 15)
                await _nodes.StopAsync(1);
            foreach (RoomId room in rooms)
                await NodesInProcess.AskAsync(ann, $$"""{"type":"message","id":"{{room}}-{{i}}","room_id":"{{room}}","data":{{i}} }""");
        }

        await Eventually.HoldsAsync(() => rooms.All(room => Told(room).Contains("29")));
        foreach (RoomId room in rooms)
            Assert.Equal(["join", .. Enumerable.Range(0, 30).Select(static i => $"{i}")], Told(room).Distinct());

        // Each first time in the order of the log: what comes twice, comes with the same id.
        Assert.All(_receiver.Posts.GroupBy(static post => post.Headers["webhook-id"]), static same => Assert.Single(same.Select(static post => post.Text).Distinct()));
    }

    [Fact]
    public async Task Receiver_ThatFails_IsTriedAgain_ThenDead_AndOperatorsSeeAndSettleIt()
    {
        RoomId room = _nodes.RoomOn(1);
        var ann = await _nodes.ConnectAsync(2, "ann", room);
        _receiver.Answer = static (post, _) => Task.FromResult(post.Text.Contains("poison", StringComparison.Ordinal) ? 500 : 204);
        await NodesInProcess.AskAsync(ann, $$"""{"type":"message","id":"1","room_id":"{{room}}","data":"poison 1"}""");
        await NodesInProcess.AskAsync(ann, $$"""{"type":"message","id":"2","room_id":"{{room}}","data":"poison 2"}""");
        await NodesInProcess.AskAsync(ann, $$"""{"type":"message","id":"3","room_id":"{{room}}","data":"good"}""");
        await Eventually.HoldsAsync(() => Told(room).Contains("good"));

        // Of node 3, which has nothing to do with the room.
        await Eventually.HoldsAsync(() => Status().GetProperty("delivered").GetInt64() == 2);
        var webhook = Status();
        Assert.Equal(
            ("billing", $"http://{_receiver.Url.Authority}/***", 2, 0, 2, "answered 500"),
            (Text(webhook, "name"), Text(webhook, "url"), Number(webhook, "retried"), Number(webhook, "pending"), Number(webhook, "dead_letters"), Text(webhook, "last_problem")));
        Assert.Equal(["member.joined", "message"], webhook.GetProperty("events").EnumerateArray().Select(static name => name.GetString()));

        var dead = (await _nodes.GetAsync(3, "/cluster/webhooks/dead")).GetProperty("letters").EnumerateArray().ToList();
        Assert.Equal([("message", room.Value, 2, "answered 500"), ("message", room.Value, 2, "answered 500")],
            dead.Select(static letter => (Text(letter, "type"), Text(letter, "room_id"), (int)Number(letter, "attempts"), Text(letter, "problem"))));

        var (status, problem) = await PostAsync(dead[0], "retry");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not delivered: answered 500; it stays a dead letter"), (status, Text(problem, "detail")));
        _receiver.Answer = static (_, _) => Task.FromResult(200);
        Assert.Equal("delivered", Text((await PostAsync(dead[0], "retry")).Json, "state"));
        Assert.Equal(Text(dead[0], "event_id"), _receiver.Posts[^1].Headers["webhook-id"]);
        Assert.Equal("dropped", Text((await PostAsync(dead[1], "drop")).Json, "state"));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(dead[0], "retry")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(dead[1], "drop")).Status);
        Assert.Equal(0, Number(await _nodes.GetAsync(1, "/cluster/webhooks/dead"), "total"));
    }

    [Fact]
    public async Task Answers_HaveNoSecret()
    {
        string text = await _nodes.Http.GetStringAsync(new Uri(_nodes.UrlOf(1), "/cluster/webhooks"));

        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
    }

    /// <summary>What was posted of the room, in its order: "join", or a message's data.</summary>
    private List<string> Told(RoomId room) =>
    [
        .. _receiver.Posts.Select(static post => post.Json)
            .Where(json => (string?)json["room_id"] == room.Value)
            .Select(static json => (string?)json["type"] == "message" ? json["data"]!["data"]!.ToString() : "join"),
    ];

    private JsonElement Status() => _nodes.GetAsync(3, "/cluster/webhooks").Result.GetProperty("webhooks")[0];

    private async Task<(HttpStatusCode Status, JsonElement Json)> PostAsync(JsonElement letter, string verb)
    {
        string[] id = Text(letter, "id")!.Split('/');
        using var response = await _nodes.Http.PostAsync(new Uri(_nodes.UrlOf(2), $"/cluster/webhooks/{id[0]}/dead/{id[1]}/{verb}"), null);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
}

using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Actors.Ids;
using Streaming.Support;
using Xunit;

namespace Streaming.Node.Operations;

/// <summary>
/// REST on three nodes: who acts asks the first, the room is the second's, and those that it concerns are connected to the third.
/// </summary>
public sealed class RestTests : IAsyncLifetime
{
    private const string Ann = "ann";
    private const string Bob = "bob";

    private static readonly string BackEnd = Tokens.For("billing", "service");

    private NodesInProcess _nodes = null!;
    private RoomId _room;
    private ClientWebSocket _bob = null!;

    public async Task InitializeAsync()
    {
        _nodes = await NodesInProcess.StartAsync(3, "--environment", "Development");
        _room = _nodes.RoomOn(2);
        await AskAsync(Ann, "POST", "/rooms", $$"""{"room_id":"{{_room}}"}""");
        await AskAsync(Ann, "PUT", $"/rooms/{_room}/members/{Bob}");
        _bob = await _nodes.ConnectAsync(3, Bob, _room);
    }

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task Settings_AndStatus_AreHeardElsewhere()
    {
        await AskAsync(Ann, "PATCH", $"/rooms/{_room}", """{"name":"ours"}""");
        Assert.Equal("ours", (string?)(await HearAsync("room_updated"))["data"]!["name"]);

        await AskAsync(Ann, "POST", $"/rooms/{_room}/lock", """{"reason":"later"}""");
        Assert.Equal("later", (string?)(await HearAsync("room_locked"))["data"]!["reason"]);
        Assert.Equal("room_locked", (string?)(await AskAsync(Bob, "POST", $"/rooms/{_room}/messages", """{"data":1}""", node: 3))["code"]);
        Assert.Equal("ours", (string?)(await AskAsync(Bob, "GET", $"/rooms/{_room}", node: 3))["name"]);
    }

    [Fact]
    public async Task Message_IsChanged_FromElsewhere()
    {
        var said = await AskAsync(Ann, "POST", $"/rooms/{_room}/messages", """{"data":"old"}""");
        string message = $"/rooms/{_room}/messages/{said["message_id"]}";
        await AskAsync(Ann, "PATCH", message, """{"data":"new"}""");
        Assert.Equal("new", (string?)(await HearAsync("edited"))["data"]!["data"]);

        await AskAsync(Bob, "PUT", $"{message}/reactions/yes", node: 3);
        Assert.Equal("yes", (string?)(await HearAsync("reaction_added"))["data"]!["reaction"]);
        await AskAsync(Ann, "PUT", $"/rooms/{_room}/pins/{said["message_id"]}");
        await HearAsync("pinned");
        await AskAsync(Ann, "DELETE", message);
        await HearAsync("deleted");
    }

    [Fact]
    public async Task Members_AreRemovedAndBanned_FromElsewhere()
    {
        await AskAsync(Ann, "PUT", $"/rooms/{_room}/mutes/{Bob}");
        await HearAsync("mute");
        Assert.Equal("muted", (string?)(await AskAsync(Bob, "POST", $"/rooms/{_room}/messages", """{"data":1}""", node: 3))["code"]);

        await AskAsync(Ann, "PUT", $"/rooms/{_room}/bans/{Bob}");
        await HearAsync("ban");
        Assert.Equal("banned", (string?)(await AskAsync(Bob, "GET", $"/rooms/{_room}/members", node: 3))["code"]);
        var log = await AskAsync(Ann, "GET", $"/rooms/{_room}/moderation-log", node: 3);
        Assert.Equal(["ban", "mute", "add"], log["entries"]!.AsArray().Select(static one => (string?)one!["type"]));
    }

    [Fact]
    public async Task SameKey_OnAnotherNode_IsTheSameRequest()
    {
        var first = await AskAsync(Ann, "POST", $"/rooms/{_room}/invites", "{}", key: "k");
        var retry = await AskAsync(Ann, "POST", $"/rooms/{_room}/invites", "{}", key: "k", node: 3);
        var room = await AskAsync(Ann, "POST", "/rooms", "{}", key: "r");
        var again = await AskAsync(Ann, "POST", "/rooms", "{}", key: "r", node: 2);

        Assert.Equal(first.ToJsonString(), retry.ToJsonString());
        Assert.Equal(room.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task Direct_OpenedFromBothSidesAtOnce_IsOneRoomOfTwo()
    {
        var opened = await Task.WhenAll(
            AskAsync(Ann, "POST", "/direct/bob"), AskAsync(Bob, "POST", "/direct/ann", node: 3), AskAsync(Bob, "POST", "/direct/ann", node: 2));

        Assert.Single(opened.Select(static one => (string?)one["room_id"]).Distinct());
        Assert.Equal(2, (int?)(await AskAsync(Ann, "POST", "/direct/bob", node: 2))["member_count"]);
    }

    [Fact]
    public async Task Notices_ReachUsersOnAllNodes_Once()
    {
        using var ann = await _nodes.ConnectAsync(2, Ann);
        var told = await AskAsync(BackEnd, "POST", "/broadcast", """{"data":"all"}""", key: "k");
        var retry = await AskAsync(BackEnd, "POST", "/broadcast", """{"data":"all"}""", key: "k", node: 3);
        var mine = await AskAsync(BackEnd, "POST", $"/users/{Bob}/messages", """{"data":"bob"}""");

        Assert.Equal((2, 2, 1), ((int?)told["connections"], (int?)retry["connections"], (int?)mine["connections"]));
        Assert.Equal(("all", "bob"), ((string?)(await HearAsync("notice"))["data"], (string?)(await HearAsync("notice"))["data"]));
    }

    [Fact]
    public async Task Kick_ClosesConnectionsOnAllNodes()
    {
        var kicked = await AskAsync(BackEnd, "DELETE", $"/users/{Bob}/connections");

        Assert.Equal(1, (int?)kicked["connections"]);
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        while ((await _bob.ReceiveAsync(new byte[65_536], deadline.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        Assert.Equal(4003, (int?)_bob.CloseStatus);
    }

    [Fact]
    public async Task RoomsMarkersAndUnreadCounts_AreTheSameOnAllNodes()
    {
        var said = await AskAsync(Ann, "POST", $"/rooms/{_room}/messages", """{"data":1}""");
        await AskAsync(Ann, "PUT", $"/rooms/{_room}/read-markers", $$"""{"seq":{{said["seq"]}}}""");
        Assert.Equal((long?)said["seq"], (long?)(await HearAsync("read"))["data"]!["seq"]);

        for (int node = 1; node <= 3; node++)
        {
            var listed = (await AskAsync("cid", "GET", "/rooms", node: node))["rooms"]!.AsArray();
            Assert.Equal((_room.Value, 2), ((string?)listed.Single()!["room_id"], (int?)listed.Single()!["member_count"]));
            var rooms = (await AskAsync(Bob, "GET", $"/users/{Bob}/rooms", node: node))["rooms"]!.AsArray();
            Assert.Equal(_room.Value, (string?)rooms.Single()!["room_id"]);
            var markers = (await AskAsync(Bob, "GET", $"/rooms/{_room}/read-markers", node: node))["markers"]!.AsArray();
            Assert.Equal((long?)said["seq"], (long?)markers.Single(static one => (string?)one!["user_id"] == Ann)!["seq"]);
            var unread = (await AskAsync(Bob, "GET", $"/users/{Bob}/unread", node: node))["rooms"]!.AsArray();
            Assert.Equal(1, (int?)unread.Single()!["unread"]);
        }

        await AskAsync(Ann, "DELETE", $"/rooms/{_room}");
        for (int node = 1; node <= 3; node++)
        {
            Assert.Empty((await AskAsync("cid", "GET", "/rooms", node: node))["rooms"]!.AsArray());
            Assert.Empty((await AskAsync(Bob, "GET", $"/users/{Bob}/rooms", node: node))["rooms"]!.AsArray());
        }
    }

    [Fact]
    public async Task Deletion_IsHeard_AndTheRoomIsGoneEverywhere()
    {
        await AskAsync(Ann, "DELETE", $"/rooms/{_room}");
        await HearAsync("room_deleted");

        for (int node = 1; node <= 3; node++)
            Assert.Equal("room_not_found", (string?)(await AskAsync(Ann, "GET", $"/rooms/{_room}", node: node))["code"]);
    }

    /// <param name="who">A guest's name, or a token.</param>
    private async Task<JsonObject> AskAsync(string who, string method, string path, string? body = null, string? key = null, int node = 1)
    {
        bool isToken = who.Contains('.', StringComparison.Ordinal);
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(_nodes.UrlOf(node), $"/api/v1{path}{(isToken ? "" : $"?user_id={who}")}"));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (isToken)
            request.Headers.Add("Authorization", $"Bearer {who}");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        using var response = await _nodes.Http.SendAsync(request);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
    }

    /// <summary>What bob hears next of this.</summary>
    private async Task<JsonObject> HearAsync(string name)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        byte[] buffer = new byte[65_536];
        while (true)
        {
            var received = await _bob.ReceiveAsync(buffer, deadline.Token);
            var told = JsonNode.Parse(buffer.AsSpan(0, received.Count))!.AsObject();
            if ((string?)told["event"] == name)
                return told;
        }
    }
}

using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Ping, typing and presence.</summary>
public sealed class EphemeralTests : IAsyncLifetime
{
    private StreamingServer _server = null!;
    private WsClient _ada = null!;
    private WsClient _bob = null!;

    public async Task InitializeAsync()
    {
        // No pings while a test lets time pass faster than anyone could answer.
        _server = await StreamingServer.StartAsync(options => options.Limits.PingInterval = TimeSpan.FromHours(1));
        _ada = await _server.ConnectAsync("ada");
        _bob = await _server.ConnectAsync("bob");
        await _ada.JoinAsync("lobby");
        await _bob.JoinAsync("lobby");
    }

    public async Task DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _bob.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Ping_IsAnsweredWithTheServersTime()
    {
        var pong = await _ada.AskAsync(new JsonObject { ["type"] = "ping" });

        Assert.Equal("pong", (string?)pong["type"]);
        Assert.Equal("2030-01-01T00:00:00.000Z", (string?)pong["timestamp"]);
    }

    [Fact]
    public async Task Typing_StartsAndStops()
    {
        var ack = await _ada.AskAsync(Typing("start"));
        var start = await _bob.EventAsync("typing", "lobby", "start");
        await _ada.AskAsync(Typing("stop"));
        var stop = await _bob.EventAsync("typing", "lobby", "stop");

        Assert.Equal("ack", (string?)ack["type"]);
        Assert.Equal("ada", (string?)start["user_id"]);
        Assert.Equal("ada", (string?)stop["user_id"]);
        Assert.Null(start["seq"]);
        Assert.Null(start["id"]);
    }

    [Fact]
    public async Task Typing_StopsByItself()
    {
        await _ada.AskAsync(Typing("start"));
        await _bob.EventAsync("typing", "lobby", "start");

        await _server.PassTimeUntilAsync(_bob.EventAsync("typing", "lobby", "stop"));
    }

    [Fact]
    public async Task Typing_StopsWithTheMessage()
    {
        await _ada.AskAsync(Typing("start"));
        await _ada.SayAsync("lobby", "done");

        await _bob.EventAsync("typing", "lobby", "start");
        await _bob.EventAsync("message", "lobby");
        await _bob.EventAsync("typing", "lobby", "stop");
    }

    [Fact]
    public async Task Typing_OfWhoIsNoMember_IsRefused()
    {
        await using var eve = await _server.ConnectAsync("eve");

        Assert.Equal("not_a_member", (string?)(await eve.AskAsync(Typing("start")))["error"]!["code"]);
    }

    [Fact]
    public async Task Presence_SnapshotFollowsTheJoin_AndDiffsContinueIt()
    {
        await using var carol = await _server.ConnectAsync("carol");
        await carol.JoinAsync("lobby");
        var snapshot = await carol.EventAsync("presence", "lobby", "snapshot");
        var roster = new Roster(snapshot);
        await using var dave = await _server.ConnectAsync("dave");
        await dave.JoinAsync("lobby");

        await FollowAsync(roster, carol, "ada:online bob:online carol:online dave:online");
        Assert.Null(snapshot["id"]);
    }

    [Fact]
    public async Task Presence_Status_ReachesEveryRoom()
    {
        await _ada.JoinAsync("second");
        await _bob.JoinAsync("second");

        var ack = await _ada.AskAsync(new JsonObject
        {
            ["type"] = "presence",
            ["data"] = new JsonObject
            {
                ["status"] = "busy", ["custom_status"] = "in a call", ["metadata"] = new JsonObject { ["until"] = 5 },
            },
        });

        Assert.Equal("ack", (string?)ack["type"]);
        foreach (string room in (string[])["lobby", "second"])
        {
            var diff = _bob.FindAsync(message =>
                (string?)message["event"] == "diff" && (string?)message["room_id"] == room && BusyOf(message) is not null);
            await _server.PassTimeUntilAsync(diff);
            var change = BusyOf(await diff)!;
            Assert.Equal("ada", (string?)change["user_id"]);
            Assert.Equal("in a call", (string?)change["custom_status"]);
            Assert.Equal("""{"until":5}""", change["metadata"]!.ToJsonString());
        }

        static JsonNode? BusyOf(JsonObject diff) =>
            diff["data"]!["changes"]!.AsArray().FirstOrDefault(static change => (string?)change!["status"] == "busy");
    }

    [Fact]
    public async Task Presence_OfALostConnection_EndsAfterTheGrace()
    {
        var roster = new Roster(await _ada.EventAsync("presence", "lobby", "snapshot"));
        await FollowAsync(roster, _ada, "ada:online bob:online");
        _bob.Cut();
        await Eventually.HoldsAsync(() => _server.Registry.Count == 1);

        _server.Clock.Advance(TimeSpan.FromSeconds(6));

        await FollowAsync(roster, _ada, "ada:online");
    }

    [Fact]
    public async Task Presence_OfWhoComesBackInTime_NeverEnds()
    {
        var roster = new Roster(await _ada.EventAsync("presence", "lobby", "snapshot"));
        await FollowAsync(roster, _ada, "ada:online bob:online");
        _bob.Cut();
        await Eventually.HoldsAsync(() => _server.Registry.Count == 1);
        _server.Clock.Advance(TimeSpan.FromSeconds(3));
        await using var again = await _server.ConnectAsync("bob");
        await again.JoinAsync("lobby");
        _server.Clock.Advance(TimeSpan.FromSeconds(6));

        Assert.DoesNotContain(
            await _ada.EverythingSoFarAsync(), message => message.ToJsonString().Contains("offline", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Presence_BearsActivity_AndTheDevicesOfAllConnections()
    {
        await using var phone = await _server.ConnectAsync("ada", "&device=mobile");
        await phone.AskAsync(Presence("""{"device":"tablet"}"""));
        await _ada.AskAsync(Presence("""{"status":"online","activity":"drawing","device":"web"}"""));

        var told = ChangeOfAdaAsync(entry => entry["devices"] is JsonArray { Count: 2 } && entry["activity"] is not null);
        await _server.PassTimeUntilAsync(told);
        var (change, _) = await told;

        Assert.Equal("drawing", (string?)change["activity"]);
        Assert.Equal("""["tablet","web"]""", change["devices"]!.ToJsonString());
    }

    [Fact]
    public async Task Presence_OfWhoAsksForNothing_IsAway_AndPingsAreNothing()
    {
        var away = ChangeOfAdaAsync(entry => (string?)entry["status"] == "away");
        await _server.PassTimeUntilAsync(away, TimeSpan.FromSeconds(10));
        await _ada.AskAsync(new JsonObject { ["type"] = "ping" });
        await _ada.AskAsync(Typing("start"));

        var back = ChangeOfAdaAsync(static _ => true, after: (await away).Version);
        await _server.PassTimeUntilAsync(back);
        Assert.Equal("online", (string?)(await back).Ada["status"]);
    }

    [Fact]
    public async Task Presence_Get_IsAnsweredUnderItsId()
    {
        var answer = await _ada.AskAsync(new JsonObject { ["type"] = "presence", ["event"] = "get", ["room_id"] = "lobby" });

        Assert.Equal(("presence", "snapshot"), ((string?)answer["type"], (string?)answer["event"]));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"status":"asleep"}""")]
    [InlineData("""{"status":5}""")]
    [InlineData("""{"status":"away","custom_status":5}""")]
    [InlineData("""{"status":"away","metadata":[]}""")]
    [InlineData("""{"status":"away","activity":""}""")]
    [InlineData("""{"device":"fridge"}""")]
    [InlineData("""{"device":"web","status":"asleep"}""")]
    public async Task Presence_WithAWrongStatus_IsExplained(string data)
    {
        var answer = await _ada.AskAsync(new JsonObject { ["type"] = "presence", ["data"] = JsonNode.Parse(data) });

        Assert.Equal("invalid_message", (string?)answer["error"]!["code"]);
        Assert.StartsWith("data.", (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }

    /// <summary>What Bob hears of Ada next that is so, after that version.</summary>
    private async Task<(JsonNode Ada, long Version)> ChangeOfAdaAsync(Predicate<JsonNode> isSo, long after = 0)
    {
        JsonNode? Find(JsonObject message) => (string?)message["event"] != "diff" || (long)message["data"]!["version"]! <= after
            ? null
            : message["data"]!["changes"]!.AsArray().FirstOrDefault(entry => (string?)entry!["user_id"] == "ada" && isSo(entry));
        var diff = await _bob.FindAsync(message => Find(message) is not null);
        return (Find(diff)!, (long)diff["data"]!["version"]!);
    }

    private static JsonObject Presence(string data) => new() { ["type"] = "presence", ["data"] = JsonNode.Parse(data) };

    /// <summary>What comes just after something else is told a second later.</summary>
    private Task FollowAsync(Roster roster, WsClient client, string expected) => _server.PassTimeUntilAsync(roster.FollowAsync(client, expected));

    private static JsonObject Typing(string what) => new() { ["type"] = "typing", ["event"] = what, ["room_id"] = "lobby" };
}

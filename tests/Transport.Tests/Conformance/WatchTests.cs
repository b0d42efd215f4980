using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Watching users without sharing a room with them.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private StreamingServer _server = null!;
    private WsClient _ada = null!;
    private WsClient _bob = null!;

    public async Task InitializeAsync()
    {
        // No pings while a test lets time pass faster than anyone could answer.
        _server = await StreamingServer.StartAsync(static options =>
        {
            options.Limits.PingInterval = TimeSpan.FromHours(1);
            options.Presence.MaxWatches = 2;
        });
        _ada = await _server.ConnectAsync("ada");
        _bob = await _server.ConnectAsync("bob");
    }

    public async Task DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _bob.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Watch_IsAnsweredWithHowTheyAre_AndUpdatesFollow()
    {
        var ack = await WatchAsync(_ada, "bob", "nobody");
        Assert.Equal("ack", (string?)ack["type"]);
        Assert.Equal("""{"users":[{"user_id":"bob","status":"online"},{"user_id":"nobody","status":"offline"}]}""", ack["data"]!.ToJsonString());

        await SetAsync(_bob, "busy");
        var update = await UpdateAsync(_ada, "busy");
        Assert.Equal("""{"type":"presence","event":"update","user_id":"bob","data":{"status":"busy","custom_status":"so"}}""", update.ToJsonString());

        await _bob.DisposeAsync();
        var gone = (await UpdateAsync(_ada, "offline"))["data"]!;
        Assert.NotNull(gone["last_seen"]);
        Assert.Null(gone["custom_status"]);
    }

    [Fact]
    public async Task Unwatch_EndsIt_AndMayBeSaidAgain()
    {
        await WatchAsync(_ada, "bob");
        foreach (int _ in (int[])[1, 2])
            Assert.Equal("{}", (await AskAsync(_ada, "unwatch", "bob"))["data"]!.ToJsonString());
        await SetAsync(_bob, "busy");
        _server.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(await _ada.EverythingSoFarAsync(), static message => (string?)message["event"] == "update");
    }

    [Fact]
    public async Task TooMany_AreRefused()
    {
        await WatchAsync(_ada, "bob");

        var refused = await AskAsync(_ada, "watch", "cid", "dan");
        Assert.Equal("subscription_limit", (string?)refused["error"]!["code"]);
    }

    [Theory]
    [InlineData("""{"type":"presence","event":"watch"}""")]
    [InlineData("""{"type":"presence","event":"watch","data":{"users":[]}}""")]
    [InlineData("""{"type":"presence","event":"watch","data":{"users":"bob"}}""")]
    [InlineData("""{"type":"presence","event":"watch","data":{"users":["a b"]}}""")]
    [InlineData("""{"type":"presence","event":"unwatch","data":{}}""")]
    public async Task WhatNamesNobody_IsInvalid(string request)
    {
        var refused = await _ada.AskAsync(JsonNode.Parse(request)!.AsObject());

        Assert.Equal("invalid_message", (string?)refused["error"]!["code"]);
    }

    [Fact]
    public async Task Resume_WatchesOn_AndTellsHowTheyAre()
    {
        var carol = await _server.ConnectAsync("carol");
        await WatchAsync(carol, "bob");
        carol.Cut();
        await SetAsync(_bob, "busy");

        await using var again = await _server.ConnectAsync("carol", $"&resume_token={carol.ResumeToken}");
        Assert.True((bool?)again.Welcome["data"]!["resumed"]);
        await again.AskAsync(new JsonObject { ["type"] = "resume", ["data"] = new JsonObject { ["positions"] = new JsonObject() } });
        await UpdateAsync(again, "busy");
        await SetAsync(_bob, "away");
        await UpdateAsync(again, "away");
        await carol.DisposeAsync();
    }

    [Fact]
    public async Task Presence_SwitchedOff_IsDisabled()
    {
        await using var server = await StreamingServer.StartAsync(static options => options.EnablePresence = false);
        await using var ada = await server.ConnectAsync("ada");

        Assert.Equal("feature_disabled", (string?)(await AskAsync(ada, "watch", "bob"))["error"]!["code"]);
    }

    private async Task<JsonObject> WatchAsync(WsClient client, params string[] users)
    {
        // What the watched are like is told with the wheel's next tick.
        var answer = AskAsync(client, "watch", users);
        await _server.PassTimeUntilAsync(answer);
        return await answer;
    }

    private static Task<JsonObject> AskAsync(WsClient client, string name, params string[] users) => client.AskAsync(new JsonObject
    {
        ["type"] = "presence", ["event"] = name, ["data"] = new JsonObject { ["users"] = new JsonArray([.. users.Select(static user => (JsonNode)user)]) },
    });

    private static Task<JsonObject> SetAsync(WsClient client, string status) => client.AskAsync(new JsonObject
    {
        ["type"] = "presence", ["data"] = new JsonObject { ["status"] = status, ["custom_status"] = "so" },
    });

    private async Task<JsonObject> UpdateAsync(WsClient client, string status)
    {
        var update = client.FindAsync(message => (string?)message["event"] == "update" && (string?)message["data"]!["status"] == status);
        await _server.PassTimeUntilAsync(update);
        return await update;
    }
}

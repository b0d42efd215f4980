using System.Text.Json.Nodes;
using Streaming.Actors.Channels;
using Streaming.Actors.Ids;
using Streaming.Transport.Tests.Authentication;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>Channels over WebSocket: subscribe, publish, filter, catch up, come back; and what credentials allow.</summary>
public sealed class ChannelTests : IAsyncLifetime
{
    // 2030-01-01T01:00:00Z: the clock of the tests stands an hour before it.
    private const long Expires = 1_893_459_600;

    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync(options =>
    {
        options.Jwt.Secret = TokenForge.Secret;
        options.RateLimitEnabled = false;
        options.Limits.MaxChannelsPerUser = 3;
        options.Channels =
        [
            Policy("log.*") with { IsPersistent = true, Publishers = ChannelPublishers.Anyone },
            Policy("tick.*") with { Publishers = ChannelPublishers.Anyone },
            Policy("team.*") with { IsPrivate = true },
            Policy("news") with { Publishers = ChannelPublishers.Services },
        ];
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Persistent_MessagesHaveAPlace_AndCanBeCaughtUpWith()
    {
        await using var ann = await _server.ConnectAsync("ann");
        await using var bob = await _server.ConnectAsync("bob");
        var empty = await SubscribeAsync(bob, "log.a");
        Assert.Equal("""{"persistent":true,"seq":0,"first_seq":1,"recovered":true}""", empty["data"]!.ToJsonString());
        Assert.Equal("log.a", (string?)empty["channel_id"]);

        var ack = await PublishAsync(ann, "log.a", "one", id: "r1");
        Assert.Equal(2, (long)ack["data"]!["seq"]!);
        Assert.Equal("log.a", (string?)ack["channel_id"]);
        Assert.Null(ack["room_id"]);
        var created = await bob.NextAsync();
        Assert.Equal(("system", "channel_created", 1L), ((string)created["type"]!, (string)created["event"]!, (long)created["seq"]!));
        var one = await bob.NextAsync();
        Assert.Equal(("message", "log.a", "ann", "one", 2L), (
            (string)one["type"]!, (string)one["channel_id"]!, (string)one["user_id"]!, (string)one["data"]!, (long)one["seq"]!));
        Assert.Null(one["room_id"]);
        Assert.Equal((string?)ack["data"]!["message_id"], (string?)one["id"]);

        // A retry has the same answer and no second effect.
        Assert.Equal(ack["data"]!.ToJsonString(), (await PublishAsync(ann, "log.a", "one", id: "r1"))["data"]!.ToJsonString());
        await PublishAsync(ann, "log.a", "two");
        await using var cy = await _server.ConnectAsync("cy");
        var late = await SubscribeAsync(cy, "log.a", new() { ["since"] = 2 });
        Assert.True((bool)late["data"]!["recovered"]!);
        Assert.Equal(3, (long)late["data"]!["seq"]!);
        Assert.Equal("two", (string?)(await cy.NextAsync())["data"]);
    }

    [Fact]
    public async Task NotPersistent_MessagesHaveNoPlace()
    {
        await using var ann = await _server.ConnectAsync("ann");
        await using var bob = await _server.ConnectAsync("bob");
        Assert.Equal(
            """{"persistent":false,"recovered":true}""", (await SubscribeAsync(bob, "tick.a"))["data"]!.ToJsonString());

        var ack = await PublishAsync(ann, "tick.a", "now", metadata: new() { ["x"] = 1 });

        Assert.Equal("""{"timestamp":"2030-01-01T00:00:00.000Z"}""", ack["data"]!.ToJsonString());
        var heard = await bob.NextAsync();
        Assert.Equal(
            """{"type":"message","channel_id":"tick.a","user_id":"ann","data":"now","metadata":{"x":1},"timestamp":"2030-01-01T00:00:00.000Z"}""",
            heard.ToJsonString());
        Assert.False((bool)(await SubscribeAsync(bob, "tick.a", new() { ["since"] = 5 }))["data"]!["recovered"]!);
    }

    [Fact]
    public async Task Pattern_HearsAllThatMatch_WithItsFilter()
    {
        await using var ann = await _server.ConnectAsync("ann");
        await using var bob = await _server.ConnectAsync("bob");
        var ack = await SubscribeAsync(bob, "tick.*", new() { ["data"] = new JsonObject { ["filter"] = new JsonObject { ["k"] = new JsonArray(1, 2) } } });
        Assert.Equal("""{"recovered":true}""", ack["data"]!.ToJsonString());

        await PublishAsync(ann, "tick.a", "one", metadata: new() { ["k"] = 1 });
        await PublishAsync(ann, "tick.b", "left out", metadata: new() { ["k"] = 3 });
        await PublishAsync(ann, "tick.b", "two", metadata: new() { ["k"] = 2 });

        Assert.Equal(["one", "two"], (await bob.EverythingSoFarAsync()).Select(message => (string?)message["data"]));
        var done = await bob.AskAsync(new JsonObject { ["type"] = "unsubscribe", ["channel_id"] = "tick.*" });
        Assert.Equal(("ack", "tick.*"), ((string?)done["type"], (string?)done["channel_id"]));
        await PublishAsync(ann, "tick.a", "three", metadata: new() { ["k"] = 1 });
        Assert.Empty(await bob.EverythingSoFarAsync());
    }

    [Theory]
    [InlineData("tick.a")]
    [InlineData("tick.*")]
    [InlineData("log.*")]
    public async Task Message_PublishedWhenTheSubscriptionIsAcked_IsHeard(string name)
    {
        await using var ann = await _server.ConnectAsync("ann");
        await using var bob = await _server.ConnectAsync("bob");
        for (int round = 0; round < 100; round++)
        {
            await SubscribeAsync(bob, name);
            await PublishAsync(ann, name.Replace('*', 'a'), round);
            await bob.FindAsync(message => (string?)message["type"] == "message" && (int)message["data"]! == round);
            await bob.AskAsync(new JsonObject { ["type"] = "unsubscribe", ["channel_id"] = name });
        }
    }

    [Theory]
    [InlineData("""{"type":"subscribe","channel_id":"nope"}""", "channel_not_found")]
    [InlineData("""{"type":"message","channel_id":"nope","data":1}""", "channel_not_found")]
    [InlineData("""{"type":"subscribe"}""", "invalid_message")]
    [InlineData("""{"type":"subscribe","channel_id":"a b"}""", "invalid_message")]
    [InlineData("""{"type":"subscribe","channel_id":"tick.*","since":0}""", "invalid_message")]
    [InlineData("""{"type":"subscribe","channel_id":"tick.a","data":{"filter":[]}}""", "invalid_message")]
    [InlineData("""{"type":"subscribe","channel_id":"tick.a","data":{"filter":{"a":{}}}}""", "invalid_message")]
    [InlineData("""{"type":"subscribe","channel_id":"tick.a","metadata":{"echo":1}}""", "invalid_message")]
    [InlineData("""{"type":"message","channel_id":"tick.*","data":1}""", "invalid_message")]
    [InlineData("""{"type":"message","channel_id":"tick.a","room_id":"b","data":1}""", "invalid_message")]
    [InlineData("""{"type":"message","channel_id":"tick.a"}""", "invalid_message")]
    [InlineData("""{"type":"message","event":"edited","channel_id":"log.a","data":{"message_id":"x-1","data":1}}""", "feature_disabled")]
    [InlineData("""{"type":"subscribe","channel_id":"team.1"}""", "forbidden")]
    [InlineData("""{"type":"message","channel_id":"team.1","data":1}""", "forbidden")]
    [InlineData("""{"type":"message","channel_id":"news","data":1}""", "forbidden")]
    public async Task WhatCannotBe_IsRefused_AndChangesNothing(string request, string code)
    {
        await using var ann = await _server.ConnectAsync("ann");
        var message = JsonNode.Parse(request)!.AsObject();

        var answer = await ann.AskAsync(message.DeepClone().AsObject());

        Assert.Equal(code, (string?)answer["error"]?["code"]);
        Assert.Equal(0, _server.Node.Feeds.Count);
    }

    [Fact]
    public async Task TooMany_IsRefused()
    {
        await using var ann = await _server.ConnectAsync("ann");
        await SubscribeAsync(ann, "tick.a");
        await SubscribeAsync(ann, "tick.b");
        await SubscribeAsync(ann, "tick.*");

        var answer = await SubscribeAsync(ann, "tick.c");

        Assert.Equal("subscription_limit", (string?)answer["error"]!["code"]);
        Assert.Equal("tick.c", (string?)answer["channel_id"]);
    }

    [Fact]
    public async Task Private_IsOpen_ToWhoIsNamedByTheToken_AndConfinesThem()
    {
        await using var ada = await ConnectAsync("ada", ""","channels":["team.1*"]""");
        await using var bob = await ConnectAsync("bob");
        await using var all = await ConnectAsync("all", ""","scope":"service publish" """);

        Assert.Equal("ack", (string?)(await SubscribeAsync(ada, "team.1"))["type"]);
        Assert.Equal("forbidden", (string?)(await SubscribeAsync(ada, "team.2"))["error"]!["code"]);
        Assert.Equal("forbidden", (string?)(await SubscribeAsync(ada, "tick.a"))["error"]!["code"]);
        Assert.Equal("forbidden", (string?)(await SubscribeAsync(bob, "team.1"))["error"]!["code"]);
        Assert.Equal("ack", (string?)(await SubscribeAsync(all, "team.1"))["type"]);
        Assert.Equal("ack", (string?)(await PublishAsync(ada, "team.1", 1))["type"]);
        Assert.Equal("forbidden", (string?)(await PublishAsync(bob, "team.1", 1))["error"]!["code"]);
        Assert.Equal("ack", (string?)(await PublishAsync(all, "news", 1))["type"]);
    }

    [Fact]
    public async Task Private_IsNotHeardThroughAPattern()
    {
        await using var bob = await ConnectAsync("bob");
        await using var ada = await ConnectAsync("ada", ""","channels":["team.1","tick.*"]""");
        await SubscribeAsync(bob, "t*");

        await PublishAsync(ada, "team.1", "secret");
        await PublishAsync(ada, "tick.a", "open");

        Assert.Equal(["open"], (await bob.EverythingSoFarAsync()).Select(message => (string?)message["data"]));
    }

    [Fact]
    public async Task Pattern_BringsWhatTheCredentialsOfNowAllow()
    {
        await using var bob = await ConnectAsync("bob", ""","channels":["team.1","tick.*"]""");
        await using var ada = await ConnectAsync("ada", ""","channels":["team.1","tick.*"]""");
        await SubscribeAsync(bob, "t*");
        await PublishAsync(ada, "team.1", "allowed");
        Assert.Equal(["allowed"], (await bob.EverythingSoFarAsync()).Select(message => (string?)message["data"]));

        await RefreshAsync(bob, ""","channels":["tick.*"]""");
        await PublishAsync(ada, "team.1", "secret");
        await PublishAsync(ada, "tick.a", "open");
        Assert.Equal(["open"], (await bob.EverythingSoFarAsync()).Select(message => (string?)message["data"]));

        await using var carol = await ConnectAsync("carol", ""","channels":["team.1"]""");
        await SubscribeAsync(carol, "team.1");
        await RefreshAsync(bob, ""","channels":["team.1"]""");
        await PublishAsync(ada, "team.1", "allowed again");
        Assert.Equal(["allowed again"], (await bob.EverythingSoFarAsync()).Select(message => (string?)message["data"]));
    }

    [Fact]
    public async Task Resume_BringsThemBack_AndTellsWhere()
    {
        await using var ann = await _server.ConnectAsync("ann");
        var bob = await _server.ConnectAsync("bob");
        await SubscribeAsync(bob, "log.a");
        await SubscribeAsync(bob, "tick.*");
        await PublishAsync(ann, "log.a", "one");
        await bob.FindAsync(message => (string?)message["data"] == "one");
        bob.Cut();
        await bob.DisposeAsync();
        await PublishAsync(ann, "log.a", "two");

        await using var again = await _server.ConnectAsync("bob", $"&resume_token={bob.ResumeToken}");
        Assert.Equal(["log.a", "tick.*"], again.Welcome["data"]!["channels"]!.AsArray().Select(name => (string)name!));
        var ack = await again.AskAsync(new JsonObject
        {
            ["type"] = "resume",
            ["data"] = new JsonObject { ["channels"] = new JsonObject { ["log.a"] = new JsonObject { ["seq"] = 2 } } },
        });

        var standing = ack["data"]!["channels"]!;
        Assert.Equal((true, 3L), ((bool)standing["log.a"]!["recovered"]!, (long)standing["log.a"]!["seq"]!));
        Assert.Equal("""{"recovered":true}""", standing["tick.*"]!.ToJsonString());
        Assert.Equal("two", (string?)(await again.NextAsync())["data"]);
        await PublishAsync(ann, "tick.z", "live");
        Assert.Equal("live", (string?)(await again.NextAsync())["data"]);
    }

    private static ChannelPolicy Policy(string pattern)
    {
        Assert.True(NamePattern.TryParse(pattern, out var parsed));
        return new ChannelPolicy(parsed);
    }

    private static Task<JsonObject> SubscribeAsync(WsClient client, string channel, JsonObject? more = null)
    {
        var subscribe = new JsonObject { ["type"] = "subscribe", ["channel_id"] = channel };
        foreach (var (name, value) in more ?? [])
            subscribe[name] = value?.DeepClone();
        return client.AskAsync(subscribe);
    }

    private static Task<JsonObject> PublishAsync(WsClient client, string channel, JsonNode data, string? id = null, JsonObject? metadata = null)
    {
        var message = new JsonObject { ["type"] = "message", ["channel_id"] = channel, ["data"] = data };
        if (id is not null)
            message["id"] = id;
        if (metadata is not null)
            message["metadata"] = metadata;
        return client.AskAsync(message);
    }

    // What follows from the new token has been done when the next request is read.
    private static async Task RefreshAsync(WsClient client, string claims)
    {
        var refresh = new JsonObject { ["type"] = "refresh", ["data"] = new JsonObject { ["token"] = Token("bob", claims) } };
        Assert.Equal("ack", (string?)(await client.AskAsync(refresh))["type"]);
        await client.EverythingSoFarAsync();
    }

    private static string Token(string user, string claims) => TokenForge.Hs256($$"""{"sub":"{{user}}","exp":{{Expires}}{{claims}}}""");

    private async Task<WsClient> ConnectAsync(string user, string claims = "")
    {
        var client = await WsClient.OpenAsync(new Uri($"ws://{_server.Http.Authority}/ws"), token: Token(user, claims));
        await client.TakeWelcomeAsync();
        return client;
    }
}

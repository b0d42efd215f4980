using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What moderators do, as those see it to whom it is done. Which role may do what is a table of the room's own.</summary>
public class ModerationTests : IAsyncLifetime
{
    private StreamingServer _server = null!;
    private WsClient _ada = null!;
    private WsClient _bob = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync();
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
    public async Task Ban_EndsTheRoomOnAllConnections_AndRefusesTheNextJoin()
    {
        await using var phone = await _server.ConnectAsync("bob");
        await phone.JoinAsync("lobby");

        await ModerateAsync("ban", "bob", new JsonObject { ["reason"] = "spam", ["duration_s"] = 3600 });
        await _ada.SayAsync("lobby", "he is gone");

        foreach (var connection in (WsClient[])[_bob, phone])
        {
            var ban = await connection.EventAsync("system", "lobby", "ban");
            Assert.Equal(("ada", "bob", "spam"), ((string?)ban["user_id"], (string?)ban["data"]!["user_id"], (string?)ban["data"]!["reason"]));
            var answer = await connection.JoinAsync("lobby");
            Assert.Equal("banned", (string?)answer["error"]!["code"]);
            Assert.NotNull(answer["error"]!["until"]);
            Assert.DoesNotContain(await connection.EverythingSoFarAsync(), message => (string?)message["type"] == "message");
        }

        await ModerateAsync("unban", "bob");
        Assert.Equal("ack", (string?)(await _bob.JoinAsync("lobby"))["type"]);
    }

    [Fact]
    public async Task Kick_EndsTheRoom_AndLetsTheUserComeAgain()
    {
        await ModerateAsync("kick", "bob");

        await _bob.EventAsync("system", "lobby", "kick");
        Assert.Equal("not_a_member", (string?)(await _bob.SayAsync("lobby", "still here?"))["error"]!["code"]);
        Assert.Equal("ack", (string?)(await _bob.JoinAsync("lobby"))["type"]);
    }

    [Fact]
    public async Task Mute_RefusesMessages_UntilItIsTakenBack()
    {
        await ModerateAsync("mute", "bob", new JsonObject { ["until"] = "2999-01-01T00:00:00Z" });

        var answer = await _bob.SayAsync("lobby", "hm");
        Assert.Equal(("muted", "2999-01-01T00:00:00.000Z"), ((string?)answer["error"]!["code"], (string?)answer["error"]!["until"]));

        await ModerateAsync("unmute", "bob");
        Assert.Equal("ack", (string?)(await _bob.SayAsync("lobby", "thanks"))["type"]);
    }

    [Fact]
    public async Task Role_IsGivenByTheOwner_AndOpensModeration()
    {
        Assert.Equal("insufficient_role", Code(await AskAsync(_bob, "warn", "ada")));

        await ModerateAsync("role", "bob", new JsonObject { ["role"] = "moderator" });

        var told = await _bob.EventAsync("system", "lobby", "role");
        Assert.Equal("moderator", (string?)told["data"]!["role"]);
        Assert.Equal("insufficient_role", Code(await AskAsync(_bob, "kick", "ada"))); // still above him
        await using var cy = await _server.ConnectAsync("cy");
        await cy.JoinAsync("lobby");
        Assert.Null(Code(await AskAsync(_bob, "warn", "cy", new JsonObject { ["reason"] = "be nice" })));
        Assert.Equal("be nice", (string?)(await cy.EventAsync("system", "lobby", "warn"))["data"]!["reason"]);
    }

    [Fact]
    public async Task Permissions_AreGrantedAndRevoked()
    {
        await ModerateAsync("permissions", "bob", new JsonObject { ["revoked"] = new JsonArray("send_message") });
        Assert.Equal("insufficient_role", (string?)(await _bob.SayAsync("lobby", "hm"))["error"]!["code"]);

        await ModerateAsync("permissions", "bob");
        Assert.Equal("ack", (string?)(await _bob.SayAsync("lobby", "thanks"))["type"]);
    }

    [Fact]
    public async Task Owner_CannotLeave()
    {
        var answer = await _ada.AskAsync(new JsonObject
        {
            ["type"] = "leave", ["room_id"] = "lobby", ["data"] = new JsonObject { ["membership"] = true },
        });

        Assert.Equal("insufficient_role", Code(answer));
        Assert.Equal("ack", (string?)(await _ada.SayAsync("lobby", "still here"))["type"]);
    }

    [Theory]
    [InlineData("ban", "{}")]
    [InlineData("ban", """{"user_id":"not a name"}""")]
    [InlineData("ban", """{"user_id":"bob","duration_s":0}""")]
    [InlineData("mute", """{"user_id":"bob","until":"tomorrow"}""")]
    [InlineData("role", """{"user_id":"bob"}""")]
    [InlineData("role", """{"user_id":"bob","role":"king"}""")]
    [InlineData("permissions", """{"user_id":"bob","granted":["fly"]}""")]
    [InlineData("permissions", """{"user_id":"bob","granted":"send_message"}""")]
    [InlineData("sing", """{"user_id":"bob"}""")]
    public async Task WhatIsMissingOrWrong_IsRefused(string what, string data)
    {
        var answer = await _ada.AskAsync(new JsonObject
        {
            ["type"] = "moderate", ["event"] = what, ["room_id"] = "lobby", ["data"] = JsonNode.Parse(data),
        });

        Assert.Equal("invalid_message", Code(answer));
    }

    [Fact]
    public async Task Signal_ReachesItsReceiverAndNobodyElse()
    {
        await using var cy = await _server.ConnectAsync("cy");
        await cy.JoinAsync("lobby");
        var offer = new JsonObject
        {
            ["type"] = "signal", ["room_id"] = "lobby", ["data"] = new JsonObject { ["to"] = "bob", ["offer"] = "sdp" },
        };

        Assert.Equal("ack", (string?)(await _ada.AskAsync(offer))["type"]);

        var signal = await _bob.EventAsync("system", "lobby", "signal");
        Assert.Equal(("ada", "sdp"), ((string?)signal["user_id"], (string?)signal["data"]!["offer"]));
        await _ada.SayAsync("lobby", "after it");
        await cy.EventAsync("message", "lobby");
        Assert.DoesNotContain(await cy.EverythingSoFarAsync(), message => (string?)message["event"] == "signal");
        Assert.Equal("user_not_found", Code(await _ada.AskAsync(new JsonObject
        {
            ["type"] = "signal", ["room_id"] = "lobby", ["data"] = new JsonObject { ["to"] = "nobody" },
        })));
    }

    [Fact]
    public async Task Read_IsToldToTheOthers()
    {
        await _ada.AskAsync(new JsonObject { ["type"] = "read", ["room_id"] = "lobby", ["data"] = new JsonObject { ["seq"] = 2 } });

        var read = await _bob.EventAsync("system", "lobby", "read");
        Assert.Equal(("ada", 2L), ((string?)read["user_id"], (long)read["data"]!["seq"]!));
    }

    private static string? Code(JsonObject answer) => (string?)answer["error"]?["code"];

    private async Task ModerateAsync(string what, string user, JsonObject? more = null)
    {
        var answer = await AskAsync(_ada, what, user, more);
        Assert.Equal("ack", (string?)answer["type"]);
    }

    private static Task<JsonObject> AskAsync(WsClient client, string what, string user, JsonObject? more = null)
    {
        var data = new JsonObject { ["user_id"] = user };
        foreach (var (name, value) in more ?? [])
            data[name] = value?.DeepClone();
        return client.AskAsync(new JsonObject { ["type"] = "moderate", ["event"] = what, ["room_id"] = "lobby", ["data"] = data });
    }
}

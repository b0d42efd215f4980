using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>Bans, mutes, and what is noted of them.</summary>
public sealed class ModerationTests : RestFixture
{
    [Fact]
    public async Task Ban_TakesTheUserOut_AndKeepsThemOut_UntilItIsOver()
    {
        await using var bob = await ListenAsync(Bob);
        var banned = await Rest.PutAsync(Ada, $"{Lobby}/bans/{Bob}", """{"reason":"spam","duration_s":5}""", key: "b");
        var heard = await bob.EventAsync("system", "lobby", "ban");
        var retry = await Rest.PutAsync(Ada, $"{Lobby}/bans/{Bob}", """{"reason":"spam","duration_s":5}""", key: "b");
        var refused = await Rest.PostAsync(Bob, $"{Lobby}/messages", """{"data":1}""");

        Assert.Equal(banned.Body.ToJsonString(), retry.Body.ToJsonString());
        Assert.Equal(("banned", (string?)heard["data"]!["until"]), (refused.Code, (string?)refused.Body["until"]));
        Assert.Equal("banned", (string?)(await bob.JoinAsync("lobby"))["error"]!["code"]);
        await AssertRefusedAsync("banned", () => Rest.PutAsync(Ada, $"{Lobby}/members/{Bob}"));

        // Less than a heartbeat.
        Server.Clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("ack", (string?)(await bob.JoinAsync("lobby"))["type"]);
    }

    [Fact]
    public async Task Unban_LetsTheUserInAgain_AndIsOnce()
    {
        await Rest.PutAsync(Ada, $"{Lobby}/bans/{Cid}");
        Assert.Equal("banned", (await Rest.GetAsync(Cid, Lobby)).Code);

        Assert.True((await Rest.DeleteAsync(Ada, $"{Lobby}/bans/{Cid}")).Changed);
        Assert.False((await Rest.DeleteAsync(Ada, $"{Lobby}/bans/{Cid}")).Changed);
        Assert.True((await Rest.PutAsync(Ada, $"{Lobby}/members/{Cid}")).Changed);
    }

    [Fact]
    public async Task Mute_SilencesTheUser_UntilItIsTakenBack()
    {
        Assert.True((await Rest.PutAsync(Ada, $"{Lobby}/mutes/{Bob}")).Changed);
        await AssertRefusedAsync("muted", () => Rest.PostAsync(Bob, $"{Lobby}/messages", """{"data":1}"""));
        var members = (await Rest.GetAsync(Bob, $"{Lobby}/members")).Body["members"]!.AsArray();
        Assert.True((bool?)members.Single(static one => (string?)one!["user_id"] == Bob)!["muted"]);

        Assert.True((await Rest.DeleteAsync(Ada, $"{Lobby}/mutes/{Bob}")).Changed);
        Assert.Equal(System.Net.HttpStatusCode.Created, (await Rest.PostAsync(Bob, $"{Lobby}/messages", """{"data":1}""")).Status);
    }

    /// <summary>Who asks for what, and what the answer is.</summary>
    [Theory]
    [InlineData("bob", "bans/ada", null, "insufficient_role")]
    [InlineData("bob", "mutes/cid", null, "insufficient_role")]
    [InlineData("cid", "bans/bob", null, "not_a_member")]
    [InlineData("ada", "bans/no%20user", null, "invalid_message")]
    [InlineData("ada", "bans/bob", """{"until":"soon"}""", "invalid_message")]
    [InlineData("ada", "bans/bob", """{"duration_s":0}""", "invalid_message")]
    [InlineData("ada", "mutes/bob", """{"reason":7}""", "invalid_message")]
    [InlineData("ada", "mutes/bob", "nonsense", "invalid_message")]
    public async Task Restriction_ThatCannotBe_IsRefused(string who, string what, string? body, string code) =>
        await AssertRefusedAsync(code, () => Rest.PutAsync(who, $"{Lobby}/{what}", body));

    [Fact]
    public async Task Reason_IsBounded() => await AssertRefusedAsync(
        "invalid_message", () => Rest.PutAsync(Ada, $"{Lobby}/bans/{Bob}", $$"""{"reason":"{{new string('r', 501)}}"}"""));

    [Fact]
    public async Task Moderator_OfAllRooms_BansWithoutBeingIn_ButNotTheOwner()
    {
        Assert.True((await Rest.PutAsync(Moderator, $"{Lobby}/bans/{Bob}")).Changed);
        await AssertRefusedAsync("insufficient_role", () => Rest.PutAsync(Moderator, $"{Lobby}/bans/{Ada}"));
        await AssertRefusedAsync("not_a_member", () => Rest.PutAsync(Moderator, $"{Lobby}/members/{Cid}"));
    }

    [Fact]
    public async Task Log_HoldsWhatWasDone_NewestFirst_InPages_ForModerators()
    {
        await Rest.PutAsync(Ada, $"{Lobby}/mutes/{Bob}", """{"reason":"loud"}""");
        await Rest.PutAsync(BackEnd, $"{Lobby}/bans/{Bob}");
        await Rest.PostAsync(Ada, $"{Lobby}/lock", """{"reason":"later"}""");
        var all = await Rest.GetAsync(Ada, $"{Lobby}/moderation-log?limit=2");
        var older = await Rest.GetAsync(Ada, $"{Lobby}/moderation-log?before_seq={(long)Entries(all)[1]!["seq"]!}");

        Assert.Equal(["lock", "ban"], Entries(all).Select(static one => (string?)one!["type"]));
        Assert.True((bool?)all.Body["has_more"]);
        Assert.Equal(["mute", "add"], Entries(older).Select(static one => (string?)one!["type"]));
        Assert.Equal(("bob", "billing"), ((string?)Entries(all)[1]!["target_id"], (string?)Entries(all)[1]!["moderator_id"]));
        Assert.Equal("loud", (string?)Entries(older)[0]!["reason"]);
        await AssertRefusedAsync("banned", () => Rest.GetAsync(Bob, $"{Lobby}/moderation-log"));
        await AssertRefusedAsync("invalid_message", () => Rest.GetAsync(Ada, $"{Lobby}/moderation-log?limit=201"));
    }

    private static JsonArray Entries(RestReply page) => page.Body["entries"]!.AsArray();
}

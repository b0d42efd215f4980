using System.Net;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>Who is in a room, and as what.</summary>
public sealed class MembersTests : RestFixture
{
    [Fact]
    public async Task List_IsPagedByUserId()
    {
        foreach (string user in (string[])["dan", "ann", "zoe"])
            await Rest.PutAsync(Ada, $"{Lobby}/members/{user}");
        var first = await Rest.GetAsync(Bob, $"{Lobby}/members?limit=3");
        var second = await Rest.GetAsync(Bob, $"{Lobby}/members?limit=3&after=bob");

        Assert.Equal(["ada", "ann", "bob"], Users(first));
        Assert.Equal(["dan", "zoe"], Users(second));
        Assert.Equal((true, false, 5), ((bool?)first.Body["has_more"], (bool?)second.Body["has_more"], (int?)second.Body["total"]));
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("after=no%20user")]
    public async Task List_AskedForInNoWay_IsRefused(string query) =>
        Assert.Equal("invalid_message", (await Rest.GetAsync(Bob, $"{Lobby}/members?{query}")).Code);

    [Fact]
    public async Task List_IsForThoseInside()
    {
        Assert.Equal("not_a_member", (await Rest.GetAsync(Cid, $"{Lobby}/members")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Rest.GetAsync(Moderator, $"{Lobby}/members")).Status);
    }

    [Fact]
    public async Task Put_AddsAMember_Once()
    {
        await using var bob = await ListenAsync(Bob);
        var first = await Rest.PutAsync(Ada, $"{Lobby}/members/{Cid}", """{"role":"moderator"}""", key: "k");
        var heard = await bob.EventAsync("system", "lobby", "member_added");
        var retry = await Rest.PutAsync(Ada, $"{Lobby}/members/{Cid}", """{"role":"moderator"}""", key: "k");
        var again = await Rest.PutAsync(Ada, $"{Lobby}/members/{Cid}", """{"role":"moderator"}""");

        Assert.Equal(("cid", "moderator", first.Seq), ((string?)heard["data"]!["user_id"], (string?)heard["data"]!["role"], (long?)heard["seq"]));
        Assert.Equal(first.Body.ToJsonString(), retry.Body.ToJsonString());
        Assert.False(again.Changed);
        Assert.Equal("moderator", await RoleOfAsync(Cid));
    }

    [Fact]
    public async Task Put_OfAMember_SetsTheRole_AndWithoutOneNothing()
    {
        Assert.True((await Rest.PutAsync(Ada, $"{Lobby}/members/{Bob}", """{"role":"admin"}""")).Changed);
        Assert.False((await Rest.PutAsync(Ada, $"{Lobby}/members/{Bob}")).Changed);
        Assert.Equal("admin", await RoleOfAsync(Bob));
    }

    [Fact]
    public async Task Put_SetsPermissions_AlsoWithTheRole_AndOnceForAKey()
    {
        const string Body = """{"role":"moderator","granted":["manage_room"],"revoked":["remove_members"]}""";
        var first = await Rest.PutAsync(Ada, $"{Lobby}/members/{Bob}", Body, key: "k");
        long head = await HeadAsync();
        var retry = await Rest.PutAsync(Ada, $"{Lobby}/members/{Bob}", Body, key: "k");

        Assert.Equal(first.Body.ToJsonString(), retry.Body.ToJsonString());
        Assert.Equal((head, head), (first.Seq, await HeadAsync()));
        Assert.Equal("ours", (string?)(await Rest.PatchAsync(Bob, Lobby, """{"name":"ours"}""")).Body["name"]);
        Assert.Equal("insufficient_role", (await Rest.PutAsync(Bob, $"{Lobby}/bans/{Cid}")).Code);
    }

    /// <summary>Who asks for what, and what the answer is.</summary>
    [Theory]
    [InlineData("bob", "cid", """{"role":"moderator"}""", "insufficient_role")] // above what bob is
    [InlineData("bob", "bob", """{"role":"admin"}""", "insufficient_role")]
    [InlineData("bob", "bob", """{"granted":["manage_room"]}""", "insufficient_role")]
    [InlineData("bob", "ada", """{"role":"guest"}""", "insufficient_role")]
    [InlineData("cid", "dan", "{}", "not_a_member")]
    [InlineData("cid", "cid", "{}", "not_a_member")] // nobody adds themselves
    [InlineData("ada", "cid", """{"role":"owner"}""", "insufficient_role")]
    [InlineData("ada", "cid", """{"role":"king"}""", "invalid_message")]
    [InlineData("ada", "cid", """{"granted":"all"}""", "invalid_message")]
    [InlineData("ada", "cid", """{"granted":["fly"]}""", "invalid_message")]
    [InlineData("ada", "no%20user", "{}", "invalid_message")]
    public async Task Put_ThatIsNotAllowed_IsRefused(string who, string target, string body, string code) =>
        await AssertRefusedAsync(code, () => Rest.PutAsync(who, $"{Lobby}/members/{target}", body));

    [Fact]
    public async Task Put_OfAMember_ByAMember_BringsInMembers()
    {
        Assert.True((await Rest.PutAsync(Bob, $"{Lobby}/members/{Cid}")).Changed);
        Assert.Equal("member", await RoleOfAsync(Cid));
    }

    [Fact]
    public async Task Remove_TakesTheUserOut_WhoHearsWhy()
    {
        await using var bob = await ListenAsync(Bob);
        var removed = await Rest.DeleteAsync(Ada, $"{Lobby}/members/{Bob}?reason=enough");
        var heard = await bob.EventAsync("system", "lobby", "kick");

        Assert.True(removed.Changed);
        Assert.Equal(("bob", "enough", "ada"), ((string?)heard["data"]!["user_id"], (string?)heard["data"]!["reason"], (string?)heard["user_id"]));
        Assert.Equal("not_a_member", (await Rest.PostAsync(Bob, $"{Lobby}/messages", """{"data":1}""")).Code);
        Assert.Equal("user_not_found", (await Rest.DeleteAsync(Ada, $"{Lobby}/members/{Bob}")).Code);
    }

    [Fact]
    public async Task Remove_OfOneself_Leaves_ButNotTheOwner()
    {
        var left = await Rest.DeleteAsync(Bob, $"{Lobby}/members/{Bob}", key: "k");
        var retry = await Rest.DeleteAsync(Bob, $"{Lobby}/members/{Bob}", key: "k");

        Assert.Equal((true, true), (left.Changed, retry.Changed));
        Assert.Equal("not_a_member", (await Rest.DeleteAsync(Bob, $"{Lobby}/members/{Bob}")).Code);
        await AssertRefusedAsync("insufficient_role", () => Rest.DeleteAsync(Ada, $"{Lobby}/members/{Ada}"));
    }

    [Fact]
    public async Task Remove_ByWhoIsNotAbove_IsRefused()
    {
        await Rest.PutAsync(Ada, $"{Lobby}/members/{Cid}", """{"role":"moderator"}""");
        await AssertRefusedAsync("insufficient_role", () => Rest.DeleteAsync(Bob, $"{Lobby}/members/{Cid}"));
        await AssertRefusedAsync("insufficient_role", () => Rest.DeleteAsync(Cid, $"{Lobby}/members/{Ada}"));
        await AssertRefusedAsync("insufficient_role", () => Rest.DeleteAsync(Moderator, $"{Lobby}/members/{Ada}"));
        Assert.True((await Rest.DeleteAsync(Moderator, $"{Lobby}/members/{Cid}")).Changed);
    }

    private static IEnumerable<string?> Users(RestReply page) => page.Body["members"]!.AsArray().Select(static one => (string?)one!["user_id"]);

    private async Task<string?> RoleOfAsync(string user) =>
        (await Rest.GetAsync(Ada, $"{Lobby}/members")).Body["members"]!.AsArray()
            .Where(one => (string?)one!["user_id"] == user).Select(static one => (string?)one!["role"]).SingleOrDefault();
}

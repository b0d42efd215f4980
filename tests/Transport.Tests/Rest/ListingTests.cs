using System.Net;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>The list of public rooms.</summary>
public sealed class ListingTests : RestFixture
{
    [Fact]
    public async Task List_ShowsPublicRooms_ToAnybody()
    {
        await Rest.PostAsync(Ada, "/rooms", """{"room_id":"hidden","private":true}""");
        var page = await Rest.GetAsync(Cid, "/rooms");

        Assert.Equal(["lobby"], Ids(page));
        var lobby = page.Body["rooms"]![0]!;
        Assert.Equal(("The lobby", "ada", 2), ((string?)lobby["name"], (string?)lobby["owner"], (int?)lobby["member_count"]));
        Assert.False((bool)page.Body["has_more"]!);
    }

    /// <summary>What is done to the room, and whether the list shows it then.</summary>
    [Theory]
    [InlineData("POST", "/archive", null, false)]
    [InlineData("DELETE", "", null, false)]
    [InlineData("PATCH", "", """{"private":true}""", false)]
    [InlineData("POST", "/lock", null, true)]
    public async Task List_LosesWhatIsNotOpenToAll_AtOnce(string method, string path, string? body, bool isListed)
    {
        await Rest.SendAsync(Ada, method, Lobby + path, body);

        Assert.Equal(isListed ? ["lobby"] : [], Ids(await Rest.GetAsync(Cid, "/rooms")));
    }

    [Theory]
    [InlineData("?q=LOBBY", "lobby")]
    [InlineData("?q=paint%20red", "art")]
    [InlineData("?q=paint%20blue", "")]
    [InlineData("?q=the", "art lobby")]
    [InlineData("?tag=oil", "art")]
    [InlineData("?tag=Oil", "")]
    [InlineData("?category=making", "art")]
    [InlineData("?category=making&q=lobby", "")]
    [InlineData("?after=art", "lobby")]
    [InlineData("?limit=1", "art")]
    public async Task List_FindsWhatIsLookedFor(string query, string rooms)
    {
        await Rest.PostAsync(
            Ada, "/rooms", """{"room_id":"art","name":"Paint","description":"The red one","tags":["oil","red"],"category":"making"}""");

        Assert.Equal(rooms, string.Join(' ', Ids(await Rest.GetAsync(Cid, "/rooms" + query))));
    }

    [Fact]
    public async Task List_IsReadInPages()
    {
        for (int i = 0; i < 7; i++)
            await Rest.PostAsync(BackEnd, "/rooms", $$"""{"room_id":"r{{i}}"}""");

        List<string> all = [];
        string? next = "";
        while (next is not null)
        {
            var page = await Rest.GetAsync(Cid, $"/rooms?limit=3{(next.Length > 0 ? "&after=" + next : "")}");
            all.AddRange(Ids(page));
            next = (string?)page.Body["next"];
            Assert.Equal(next is not null, (bool)page.Body["has_more"]!);
        }

        Assert.Equal(["lobby", "r0", "r1", "r2", "r3", "r4", "r5", "r6"], all);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("after=a%20b")]
    [InlineData("q=")]
    public async Task List_AskedForWrongly_IsRefused(string query)
    {
        var reply = await Rest.GetAsync(Cid, "/rooms?" + query);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_message"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task List_OfWhoIsConfinedToSomeRooms_HasNoOthers()
    {
        await Rest.PostAsync(Ada, "/rooms", """{"room_id":"team-a"}""");
        string confined = RestClient.Token("dan", more: ""","rooms":["team-*"]""");

        Assert.Equal(["team-a"], Ids(await Rest.GetAsync(confined, "/rooms")));
    }

    [Fact]
    public async Task Create_OfMoreRoomsThanAllowed_IsRefused_ButNotForBackEnds()
    {
        for (int i = 1; i < 50; i++)
            Assert.Equal(HttpStatusCode.Created, (await Rest.PostAsync(Ada, "/rooms", $$"""{"room_id":"r{{i}}"}""")).Status);

        Assert.Equal("room_limit", (await Rest.PostAsync(Ada, "/rooms", """{"room_id":"one-more"}""")).Code);
        Assert.Equal("room_not_found", (await Rest.GetAsync(BackEnd, "/rooms/one-more")).Code);
        Assert.Equal(HttpStatusCode.Created, (await Rest.PostAsync(BackEnd, "/rooms", """{"room_id":"one-more","owner":"ada"}""")).Status);
    }

    private static IEnumerable<string> Ids(RestReply page) => page.Body["rooms"]!.AsArray().Select(static room => (string)room!["room_id"]!);
}

using System.Net;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>Rooms as such.</summary>
public sealed class RoomsTests : RestFixture
{
    private const string Whole =
        """
        {"room_id":"den","name":"The den","description":"For two","category":"c","private":true,"max_members":7,"tags":["a","b"],
         "metadata":{"k":[1]},"slow_mode_s":3,"delivery":"sample","sample_interval_ms":500}
        """;

    [Fact]
    public async Task Update_WithNull_PutsBackWhatHoldsWhereNothingIsSaid()
    {
        await Rest.PatchAsync(
            Ada, Lobby,
            """{"category":"a","tags":["b"],"slow_mode_s":5,"max_members":7,"delivery":"sample","sample_interval_ms":100,"private":true}""");
        var cleared = (await Rest.PatchAsync(
            Ada, Lobby, """{"category":null,"tags":null,"slow_mode_s":null,"max_members":null,"delivery":null,"sample_interval_ms":null}""")).Body;
        var made = (await Rest.PostAsync(Ada, "/rooms", """{"room_id":"plain"}""")).Body;

        foreach (string name in (string[])["category", "tags", "slow_mode_s", "max_members", "delivery", "sample_interval_ms"])
            Assert.Equal(made[name]?.ToJsonString(), cleared[name]?.ToJsonString());
        Assert.True((bool)cleared["private"]!);
        await AssertRefusedAsync("invalid_message", () => Rest.PatchAsync(Ada, Lobby, """{"private":null}"""));
    }

    [Fact]
    public async Task Create_MakesTheRoomAsItIsSaid_OwnedByWhoAsks()
    {
        var made = await Rest.PostAsync(Ada, "/rooms", Whole);

        Assert.Equal((HttpStatusCode.Created, "/api/v1/rooms/den"), (made.Status, made.Headers.Location!.ToString()));
        foreach (var (name, value) in JsonNode.Parse(Whole)!.AsObject())
            Assert.Equal(value!.ToJsonString(), made.Body[name]!.ToJsonString());
        Assert.Equal(("ada", 1, "owner"), ((string?)made.Body["owner"], (int?)made.Body["member_count"], (string?)made.Body["membership"]!["role"]));
        Assert.Equal(made.Body.ToJsonString(), (await Rest.GetAsync(Ada, "/rooms/den")).Body.ToJsonString());
    }

    [Fact]
    public async Task Create_WithoutAnId_MakesOne_TheSameForTheSameKey()
    {
        var first = await Rest.PostAsync(Ada, "/rooms", "{}", key: "k-1");
        var again = await Rest.PostAsync(Ada, "/rooms", "{}", key: "k-1");
        var other = await Rest.PostAsync(Ada, "/rooms", "{}");
        var ofBob = await Rest.PostAsync(Bob, "/rooms", "{}", key: "k-1");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, again.Status));
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        Assert.Equal(3, new[] { first, other, ofBob }.Select(static one => (string?)one.Body["room_id"]).Distinct().Count());
    }

    [Fact]
    public async Task Create_OfARoomThatIsThere_IsRefused()
    {
        await AssertRefusedAsync("room_exists", () => Rest.PostAsync(Bob, "/rooms", """{"room_id":"lobby"}"""));
    }

    [Theory]
    [InlineData("""{"room_id":"no room"}""", "room_id must be")]
    [InlineData("""{"room_id":7}""", "room_id must be")]
    [InlineData("""{"max_members":0}""", "max_members must be")]
    [InlineData("""{"max_members":100001}""", "max_members must be")]
    [InlineData("""{"tags":"a"}""", "tags must be")]
    [InlineData("""{"tags":["a",""]}""", "tags must be")]
    [InlineData("""{"private":"yes"}""", "private must be")]
    [InlineData("""{"delivery":"now"}""", "delivery must be one of reliable")]
    [InlineData("""{"slow_mode_s":21601}""", "slow_mode_s must be")]
    [InlineData("""{"metadata":[]}""", "metadata must be")]
    [InlineData("""{"name":"\ud800"}""", "name must be")]
    [InlineData("""[]""", "a message must be")]
    public async Task Create_OfWhatCannotBe_SaysWhy(string body, string problem)
    {
        var reply = await Rest.PostAsync(Ada, "/rooms", body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_message"), (reply.Status, reply.Code));
        Assert.StartsWith(problem, (string)reply.Body["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_BoundsTextsTagsAndMetadata()
    {
        foreach (string body in (string[])
        [
            $$"""{"name":"{{new string('n', 101)}}"}""",
            $$"""{"description":"{{new string('d', 1_001)}}"}""",
            $$"""{"tags":[{{string.Join(',', Enumerable.Repeat("\"t\"", 21))}}]}""",
            $$$"""{"metadata":{"m":"{{{new string('m', 8 * 1024)}}}"}}""",
        ])
        {
            Assert.Equal("invalid_message", (await Rest.PostAsync(Ada, "/rooms", body)).Code);
        }
    }

    [Fact]
    public async Task Create_ForAnother_IsForBackEnds()
    {
        Assert.Equal("forbidden", (await Rest.PostAsync(Bob, "/rooms", """{"room_id":"gift","owner":"cid"}""")).Code);
        var made = await Rest.PostAsync(BackEnd, "/rooms", """{"room_id":"gift","owner":"cid"}""");

        Assert.Equal((HttpStatusCode.Created, "cid"), (made.Status, (string?)made.Body["owner"]));
        Assert.Equal("owner", (string?)(await Rest.GetAsync(Cid, "/rooms/gift")).Body["membership"]!["role"]);
    }

    [Fact]
    public async Task Create_OutsideOfWhatTheTokenReaches_IsForbidden()
    {
        string confined = RestClient.Token("eve", more: ""","rooms":["team-*"]""");

        Assert.Equal("forbidden", (await Rest.PostAsync(confined, "/rooms", """{"room_id":"other"}""")).Code);
        Assert.Equal(HttpStatusCode.Created, (await Rest.PostAsync(confined, "/rooms", """{"room_id":"team-1"}""")).Status);
        Assert.Equal("forbidden", (await Rest.GetAsync(confined, Lobby)).Code);
    }

    [Fact]
    public async Task Create_ByGuests_IsForbiddenWhereRoomsDoNotComeByThemselves()
    {
        await using var strict = await StreamingServer.StartAsync(options =>
        {
            options.AutoCreateRooms = false;
            options.Jwt.Secret = TokenForge.Secret;
        });
        using var rest = new RestClient(strict.Http);

        Assert.Equal("forbidden", (await rest.PostAsync(Ada, "/rooms", "{}")).Code);
        Assert.Equal(HttpStatusCode.Created, (await rest.PostAsync(RestClient.Token("ada"), "/rooms", "{}")).Status);
    }

    [Fact]
    public async Task Show_OfAPrivateRoom_IsForThoseInIt()
    {
        await Rest.PostAsync(Ada, "/rooms", """{"room_id":"den","private":true}""");

        Assert.Equal("room_not_found", (await Rest.GetAsync(Bob, "/rooms/den")).Code);
        Assert.Equal("room_not_found", (await Rest.GetAsync(Bob, "/rooms/nowhere")).Code);
        Assert.Equal(HttpStatusCode.OK, (await Rest.GetAsync(Moderator, "/rooms/den")).Status);
    }

    [Fact]
    public async Task Update_ChangesWhatIsSaid_TakesAwayWhatIsNull_AndIsHeard()
    {
        await Rest.PatchAsync(Ada, Lobby, """{"description":"d","tags":["x"],"metadata":{"k":1}}""");
        await using var bob = await ListenAsync(Bob);
        var changed = await Rest.PatchAsync(Ada, Lobby, """{"description":null,"metadata":null,"slow_mode_s":5,"unknown":1}""");
        var heard = await bob.EventAsync("system", "lobby", "room_updated");

        Assert.Equal(("The lobby", 5), ((string?)changed.Body["name"], (int?)changed.Body["slow_mode_s"]));
        Assert.False(changed.Body.ContainsKey("description") || changed.Body.ContainsKey("metadata"));
        Assert.Equal("x", (string?)changed.Body["tags"]![0]);
        Assert.Equal(("ada", 5), ((string?)heard["user_id"], (int?)heard["data"]!["slow_mode_s"]));
    }

    [Fact]
    public async Task Update_ByAMember_IsRefused_AndOfABackEndNot()
    {
        await AssertRefusedAsync("insufficient_role", () => Rest.PatchAsync(Bob, Lobby, """{"name":"mine"}"""));
        await AssertRefusedAsync("not_a_member", () => Rest.PatchAsync(Cid, Lobby, """{"name":"mine"}"""));
        await AssertRefusedAsync("not_a_member", () => Rest.PatchAsync(Moderator, Lobby, """{"name":"mine"}"""));
        Assert.Equal("ours", (string?)(await Rest.PatchAsync(BackEnd, Lobby, """{"name":"ours"}""")).Body["name"]);
    }

    /// <summary>What is asked, how the log tells it, what the room says then, and whether asking again changes anything.</summary>
    [Theory]
    [InlineData("archive", "room_archived", "archived", true)]
    [InlineData("lock", "room_locked", "locked", true)]
    [InlineData("restore", "room_restored", "archived", false)]
    [InlineData("unlock", "room_unlocked", "locked", false)]
    public async Task Status_IsChanged_OnceAndHeard(string action, string told, string field, bool expected)
    {
        if (!expected)
            await Rest.PostAsync(Ada, $"{Lobby}/{(action == "restore" ? "archive" : "lock")}");
        await using var bob = await ListenAsync(Bob);
        var first = await Rest.PostAsync(Ada, $"{Lobby}/{action}", """{"reason":"because"}""");
        var heard = await bob.EventAsync("system", "lobby", told);
        var again = await Rest.PostAsync(Ada, $"{Lobby}/{action}", """{"reason":"because"}""");

        Assert.Equal((true, false), (first.Changed, again.Changed));
        Assert.Equal((first.Seq, "because"), ((long?)heard["seq"], (string?)heard["data"]!["reason"]));
        Assert.Equal(expected, (bool?)(await Rest.GetAsync(Bob, Lobby)).Body[field]);
    }

    [Fact]
    public async Task Status_NeedsNoBody_AndTheRole()
    {
        await AssertRefusedAsync("insufficient_role", () => Rest.PostAsync(Bob, $"{Lobby}/lock"));
        await AssertRefusedAsync("not_a_member", () => Rest.PostAsync(Moderator, $"{Lobby}/archive"));
        Assert.True((await Rest.PostAsync(Moderator, $"{Lobby}/lock")).Changed);
        await AssertRefusedAsync("room_locked", () => Rest.PostAsync(Bob, $"{Lobby}/messages", """{"data":1}"""));
    }

    [Fact]
    public async Task Transfer_MakesAnotherTheOwner()
    {
        await AssertRefusedAsync("invalid_message", () => Rest.PostAsync(Ada, $"{Lobby}/transfer", "{}"));
        await AssertRefusedAsync("user_not_found", () => Rest.PostAsync(Ada, $"{Lobby}/transfer", """{"user_id":"cid"}"""));
        await AssertRefusedAsync("insufficient_role", () => Rest.PostAsync(Bob, $"{Lobby}/transfer", """{"user_id":"bob"}"""));
        var first = await Rest.PostAsync(Ada, $"{Lobby}/transfer", """{"user_id":"bob"}""", key: "t");
        var retry = await Rest.PostAsync(Ada, $"{Lobby}/transfer", """{"user_id":"bob"}""", key: "t");

        Assert.True(first.Changed);
        Assert.Equal(first.Body.ToJsonString(), retry.Body.ToJsonString());
        Assert.Equal("bob", (string?)(await Rest.GetAsync(Ada, Lobby)).Body["owner"]);
    }

    [Fact]
    public async Task Delete_IsForTheOwnerOrABackEnd_AndTheRoomIsGone()
    {
        await Rest.PutAsync(Ada, $"{Lobby}/members/{Bob}", """{"role":"admin"}""");
        await AssertRefusedAsync("insufficient_role", () => Rest.DeleteAsync(Bob, Lobby));
        await using var bob = await ListenAsync(Bob);
        var deleted = await Rest.DeleteAsync(Ada, $"{Lobby}?reason=over");
        var heard = await bob.EventAsync("system", "lobby", "room_deleted");

        Assert.Equal((true, "over"), (deleted.Changed, (string?)heard["data"]!["reason"]));
        Assert.Equal("room_not_found", (await Rest.GetAsync(Ada, Lobby)).Code);
        Assert.Equal("room_not_found", (await Rest.PostAsync(Bob, $"{Lobby}/messages", """{"data":1}""")).Code);
    }
}

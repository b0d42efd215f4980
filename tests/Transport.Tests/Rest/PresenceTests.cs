using System.Net;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>What others see of users, asked over REST.</summary>
public sealed class PresenceTests : RestFixture
{
    [Fact]
    public async Task User_WhoIsInARoom_IsSeen_AlsoByWhoIsNot()
    {
        await using var bob = await ListenAsync(Bob);
        await bob.AskAsync(new JsonObject
        {
            ["type"] = "presence",
            ["data"] = new JsonObject { ["status"] = "busy", ["custom_status"] = "in a meeting", ["metadata"] = new JsonObject { ["a"] = 1 } },
        });

        var seen = await Rest.GetAsync(Cid, "/presence/bob");
        Assert.Equal(("bob", "busy", "in a meeting"), ((string?)seen.Body["user_id"], (string?)seen.Body["status"], (string?)seen.Body["custom_status"]));
        Assert.Equal(1, (int?)seen.Body["metadata"]!["a"]);
    }

    [Fact]
    public async Task User_WhoIsNowhere_OrWantsToBeSeenNowhere_IsOffline_AndNothingElse()
    {
        Assert.Equal("""{"user_id":"nobody","status":"offline"}""", (await Rest.GetAsync(Cid, "/presence/nobody")).Body.ToJsonString());

        await using var bob = await ListenAsync(Bob);
        Assert.Equal("online", (string?)(await Rest.GetAsync(Cid, "/presence/bob")).Body["status"]);
        await bob.AskAsync(new JsonObject
        {
            ["type"] = "presence", ["data"] = new JsonObject { ["status"] = "offline", ["custom_status"] = "hiding" },
        });
        Assert.Equal("""{"user_id":"bob","status":"offline"}""", (await Rest.GetAsync(Cid, "/presence/bob")).Body.ToJsonString());
    }

    [Fact]
    public async Task User_WhoWentOffline_WasSeenLastThen()
    {
        await using var bob = await ListenAsync(Bob);
        await bob.AskAsync(new JsonObject { ["type"] = "presence", ["data"] = new JsonObject { ["status"] = "offline" } });
        Server.Clock.Advance(TimeSpan.FromSeconds(1));

        const string Seen = """{"user_id":"bob","status":"offline","last_seen":"2030-01-01T00:00:00.000Z"}""";
        Assert.Equal(Seen, (await Rest.GetAsync(Cid, "/presence/bob")).Body.ToJsonString());
        Assert.Equal($$"""{"users":[{{Seen}}]}""", (await Rest.PostAsync(Cid, "/presence/query", """{"users":["bob"]}""")).Body.ToJsonString());
    }

    [Fact]
    public async Task Set_ByTheUser_OrABackEnd_IsSeen_AndAnsweredWithWhatIsSeen()
    {
        await using var bob = await ListenAsync(Bob);

        var set = await Rest.PutAsync(Bob, "/presence/bob", """{"status":"busy","custom_status":"in a meeting","activity":"drawing","metadata":{"a":1}}""");
        const string Busy = """{"user_id":"bob","status":"busy","custom_status":"in a meeting","activity":"drawing","metadata":{"a":1}}""";
        Assert.Equal((HttpStatusCode.OK, Busy), (set.Status, set.Body.ToJsonString()));
        Assert.Equal(Busy, (await Rest.GetAsync(Cid, "/presence/bob")).Body.ToJsonString());

        set = await Rest.PutAsync(BackEnd, "/presence/bob", """{"status":"offline","custom_status":"hiding"}""");
        Assert.Equal("""{"user_id":"bob","status":"offline"}""", set.Body.ToJsonString());
        Assert.Equal("offline", (string?)(await Rest.GetAsync(Cid, "/presence/bob")).Body["status"]);
    }

    [Fact]
    public async Task Set_OfAnother_IsForBackEndsOnly_AndChangesNothing()
    {
        await using var bob = await ListenAsync(Bob);

        Assert.Equal("forbidden", (await Rest.PutAsync(Cid, "/presence/bob", """{"status":"busy"}""")).Code);
        Assert.Equal("forbidden", (await Rest.PutAsync(Moderator, "/presence/bob", """{"status":"busy"}""")).Code);
        Assert.Equal("online", (string?)(await Rest.GetAsync(Cid, "/presence/bob")).Body["status"]);
    }

    [Fact]
    public async Task Set_OfWhoIsNotConnected_IsAProblem()
    {
        var refused = await Rest.PutAsync(BackEnd, "/presence/nobody", """{"status":"busy"}""");

        Assert.Equal((HttpStatusCode.NotFound, "user_not_found"), (refused.Status, refused.Code));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"status":"sleeping"}""")]
    [InlineData("""{"status":"busy","custom_status":""}""")]
    [InlineData("""{"status":"busy","activity":7}""")]
    [InlineData("""{"status":"busy","metadata":[]}""")]
    public async Task Set_ToWhatCannotBe_IsAProblem(string body)
    {
        await using var bob = await ListenAsync(Bob);

        Assert.Equal("invalid_message", (await Rest.PutAsync(Bob, "/presence/bob", body)).Code);
        Assert.Equal("online", (string?)(await Rest.GetAsync(Cid, "/presence/bob")).Body["status"]);
    }

    [Fact]
    public async Task Query_TellsOfEach_OnceAndInItsOrder()
    {
        await using var bob = await ListenAsync(Bob);

        var found = await Rest.PostAsync(Cid, "/presence/query", """{"users":["nobody","bob","nobody"]}""");

        Assert.Equal(
            """{"users":[{"user_id":"nobody","status":"offline"},{"user_id":"bob","status":"online"}]}""", found.Body.ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"users":[]}""")]
    [InlineData("""{"users":["a b"]}""")]
    [InlineData("""{"users":"bob"}""")]
    public async Task Query_ThatCannotBe_IsAProblem(string body)
    {
        var refused = await Rest.PostAsync(Cid, "/presence/query", body);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_message"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task Query_ForTooMany_IsAProblem()
    {
        string users = string.Join(',', Enumerable.Range(0, 101).Select(static i => $"\"u{i}\""));

        Assert.Equal("invalid_message", (await Rest.PostAsync(Cid, "/presence/query", $$"""{"users":[{{users}}]}""")).Code);
    }

    [Fact]
    public async Task Presence_SwitchedOff_IsDisabled()
    {
        await using var server = await StreamingServer.StartAsync(static options => options.EnablePresence = false);
        using var rest = new RestClient(server.Http);

        Assert.Equal("feature_disabled", (await rest.GetAsync(Cid, "/presence/bob")).Code);
        Assert.Equal("feature_disabled", (await rest.PutAsync("bob", "/presence/bob", """{"status":"busy"}""")).Code);
        Assert.Equal("feature_disabled", (await rest.PostAsync(Cid, "/presence/query", """{"users":["bob"]}""")).Code);
    }
}

using System.Net;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>The room of two.</summary>
public sealed class DirectTests : RestFixture
{
    [Fact]
    public async Task Direct_IsOneRoom_WhicheverSideOpensIt()
    {
        var one = await Rest.PostAsync(Ada, "/direct/bob");
        var other = await Rest.PostAsync(Bob, "/direct/ada");
        string room = $"/rooms/{one.Body["room_id"]}";

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (one.Status, other.Status));
        Assert.Equal((string?)one.Body["room_id"], (string?)other.Body["room_id"]);
        Assert.Equal((true, true, 2), ((bool?)one.Body["direct"], (bool?)one.Body["private"], (int?)one.Body["member_count"]));
        Assert.Equal(HttpStatusCode.Created, (await Rest.PostAsync(Bob, $"{room}/messages", """{"data":"hi"}""")).Status);
        Assert.Equal("room_not_found", (await Rest.GetAsync(Cid, room)).Code);
        Assert.Equal("forbidden", (await Rest.PutAsync(Ada, $"{room}/members/cid")).Code);
    }

    /// <summary>Who has left meanwhile is not brought back by a request that comes again; and it is answered as the first time.</summary>
    [Fact]
    public async Task Direct_AskedForAgainByTheSameKey_HasNoSecondEffect()
    {
        var first = await Rest.PostAsync(Ada, "/direct/bob", key: "k");
        string room = $"/rooms/{first.Body["room_id"]}";
        foreach (string user in (string[])[Ada, Bob])
            await Rest.DeleteAsync(user, $"{room}/members/{user}");
        var retry = await Rest.PostAsync(Ada, "/direct/bob", key: "k");

        Assert.Equal((HttpStatusCode.OK, (string?)first.Body["room_id"]), (retry.Status, (string?)retry.Body["room_id"]));
        Assert.Equal(0, (int)retry.Body["member_count"]!);
        Assert.Equal(2, (int)(await Rest.PostAsync(Ada, "/direct/bob", key: "k2")).Body["member_count"]!);
    }

    [Fact]
    public async Task Direct_ByAGuest_WhereGuestsMakeNoRooms_IsRefused()
    {
        await using var strict = await StreamingServer.StartAsync(static options =>
        {
            options.Jwt.Secret = TokenForge.Secret;
            options.AutoCreateRooms = false;
        });
        using var rest = new RestClient(strict.Http);

        Assert.Equal("forbidden", (await rest.PostAsync(Ada, "/direct/bob")).Code);
        Assert.Equal(HttpStatusCode.OK, (await rest.PostAsync(RestClient.Token("ada"), "/direct/bob")).Status);
    }

    [Fact]
    public async Task Direct_WithOneself_OrBeyondTheToken_IsRefused()
    {
        Assert.Equal("invalid_message", (await Rest.PostAsync(Ada, "/direct/ada")).Code);
        Assert.Equal("invalid_message", (await Rest.PostAsync(Ada, "/direct/no%20user")).Code);
        Assert.Equal("forbidden", (await Rest.PostAsync(RestClient.Token("eve", more: ""","rooms":["team-*"]"""), "/direct/ada")).Code);
        Assert.Equal("forbidden", (await Rest.PostAsync(Ada, "/rooms", """{"room_id":"direct:mine"}""")).Code);
    }
}

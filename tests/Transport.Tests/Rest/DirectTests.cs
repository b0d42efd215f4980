using System.Net;
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

    [Fact]
    public async Task Direct_WithOneself_OrBeyondTheToken_IsRefused()
    {
        Assert.Equal("invalid_message", (await Rest.PostAsync(Ada, "/direct/ada")).Code);
        Assert.Equal("invalid_message", (await Rest.PostAsync(Ada, "/direct/no%20user")).Code);
        Assert.Equal("forbidden", (await Rest.PostAsync(RestClient.Token("eve", more: ""","rooms":["team-*"]"""), "/direct/ada")).Code);
        Assert.Equal("forbidden", (await Rest.PostAsync(Ada, "/rooms", """{"room_id":"direct:mine"}""")).Code);
    }
}

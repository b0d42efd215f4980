using System.Net;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary>What back ends do to users outside of rooms.</summary>
public sealed class UsersTests : RestFixture
{
    private static readonly string Operator = RestClient.Token("op", "operator");

    [Fact]
    public async Task Notice_IsHeardByAllConnectionsOfTheUser_AndByNobodyElse()
    {
        await using var one = await Server.ConnectAsync(Bob);
        await using var two = await Server.ConnectAsync(Bob);
        await using var ada = await Server.ConnectAsync(Ada);
        var told = await Rest.PostAsync(BackEnd, "/users/bob/messages", """{"data":{"n": 1},"metadata":{"m":2}}""");

        Assert.Equal(2, (int?)told.Body["connections"]);
        foreach (var bob in (WsClient[])[one, two])
        {
            var heard = await bob.NextAsync();
            Assert.Equal(("system", "notice", "billing"), ((string?)heard["type"], (string?)heard["event"], (string?)heard["user_id"]));
            Assert.Equal((1, 2), ((int?)heard["data"]!["n"], (int?)heard["metadata"]!["m"]));
            Assert.False(heard.ContainsKey("seq"));
        }

        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), static message => (string?)message["type"] == "system");
    }

    [Fact]
    public async Task Notice_WithTheSameKey_IsHeardOnce()
    {
        await using var bob = await Server.ConnectAsync(Bob);
        var first = await Rest.PostAsync(BackEnd, "/users/bob/messages", """{"data":1}""", key: "k");
        var retry = await Rest.PostAsync(BackEnd, "/users/bob/messages", """{"data":1}""", key: "k");
        await Rest.PostAsync(BackEnd, "/users/bob/messages", """{"data":2}""");

        Assert.Equal(first.Body.ToJsonString(), retry.Body.ToJsonString());
        Assert.Equal((1, 2), ((int?)(await bob.NextAsync())["data"], (int?)(await bob.NextAsync())["data"]));
    }

    [Fact]
    public async Task Broadcast_IsHeardByEverybody_AlsoOverServerSentEvents()
    {
        await using var bob = await Server.ConnectAsync(Bob);
        await using var stream = await SseClient.OpenAsync(Server, "user_id=ada&room_id=lobby");
        await stream.EventAsync("welcome");
        var told = await Rest.PostAsync(BackEnd, "/broadcast", """{"data":"all"}""");

        Assert.Equal(2, (int?)told.Body["connections"]);
        Assert.Equal("all", (string?)(await bob.NextAsync())["data"]);
        Assert.Equal("all", (string?)(await stream.EventAsync("system"))["data"]);
    }

    [Theory]
    [InlineData("POST", "/users/bob/messages", """{"data":1}""")]
    [InlineData("POST", "/broadcast", """{"data":1}""")]
    [InlineData("DELETE", "/users/bob/connections", null)]
    public async Task Users_DoNothingOfThisToEachOther(string method, string path, string? body)
    {
        await using var bob = await Server.ConnectAsync(Bob);

        Assert.Equal("forbidden", (await Rest.SendAsync(Ada, method, path, body)).Code);
        Assert.Equal("forbidden", (await Rest.SendAsync(RestClient.Token("ada", "other"), method, path, body)).Code);
        Assert.Empty(await bob.EverythingSoFarAsync());
    }

    [Theory]
    [InlineData("/users/bob/messages", "{}")]
    [InlineData("/users/no%20user/messages", """{"data":1}""")]
    [InlineData("/broadcast", """{"data":1,"metadata":[]}""")]
    public async Task Notice_ThatIsNone_IsRefused(string path, string body) =>
        Assert.Equal("invalid_message", (await Rest.PostAsync(BackEnd, path, body)).Code);

    [Theory]
    [InlineData("service")]
    [InlineData("moderate")]
    [InlineData("operator")]
    public async Task Kick_ClosesAllConnections_ThatCannotBeResumed(string scope)
    {
        await using var one = await Server.ConnectAsync(Bob);
        await using var two = await Server.ConnectAsync(Bob);
        await using var ada = await Server.ConnectAsync(Ada);
        var kicked = await Rest.DeleteAsync(RestClient.Token("x", scope), "/users/bob/connections?reason=enough");

        Assert.Equal(2, (int?)kicked.Body["connections"]);
        Assert.Equal((4003, 4003), (await one.CloseCodeAsync(), await two.CloseCodeAsync()));
        await using var back = await Server.ConnectAsync(Bob, $"&resume_token={one.ResumeToken}");
        Assert.False((bool?)back.Welcome["data"]!["resumed"]);
        await ada.AskAsync(new JsonObject { ["type"] = "ping" });
    }

    [Fact]
    public async Task Kick_VoidsSessionsThatWaitForTheirNextConnection_ButNotLaterOnes()
    {
        var gone = await Server.ConnectAsync(Bob);
        await gone.DisposeAsync();
        await Rest.DeleteAsync(Operator, "/users/bob/connections");

        await using var back = await Server.ConnectAsync(Bob, $"&resume_token={gone.ResumeToken}");
        Assert.False((bool?)back.Welcome["data"]!["resumed"]);

        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        var later = await Server.ConnectAsync(Bob);
        later.Cut();
        await later.DisposeAsync();
        await using var again = await Server.ConnectAsync(Bob, $"&resume_token={later.ResumeToken}");
        Assert.True((bool?)again.Welcome["data"]!["resumed"]);
    }

    [Fact]
    public async Task Kick_OfWhoIsNotHere_ReachesNobody() =>
        Assert.Equal(0, (int?)(await Rest.DeleteAsync(Operator, "/users/zoe/connections")).Body["connections"]);
}

using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Rest;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What the scopes of a credential let its bearer do; the table of docs/configuration.md.</summary>
public sealed class ScopeTests : RestFixture
{
    // Whether it may connect, say something in a room (over REST, where that needs no connection), and delete what others said.
    [Theory]
    [InlineData("", true, true, false)]
    [InlineData("openid profile", true, true, false)]
    [InlineData("moderate", true, true, true)]
    [InlineData("operator", true, true, false)]
    [InlineData("service", true, true, true)]
    [InlineData("admin", true, true, true)]
    [InlineData("connect", true, false, false)]
    [InlineData("publish", false, true, false)]
    [InlineData("connect publish", true, true, false)]
    [InlineData("connect moderate", true, false, true)]
    [InlineData("publish service", true, true, true)]
    public async Task Scopes_LetTheBearer(string scopes, bool connect, bool speak, bool moderate)
    {
        await Rest.PutAsync(Ada, $"{Lobby}/members/eve");
        string said = (string)(await Rest.PostAsync(Ada, $"{Lobby}/messages", """{"data":"hello"}""")).Body["message_id"]!;
        string token = RestClient.Token("eve", scopes);

        Assert.Equal(connect, await ConnectsAsync(token));
        Assert.Equal(speak, (await Rest.PostAsync(token, $"{Lobby}/messages", """{"data":"hello"}""")).Code is null);
        Assert.Equal(moderate, (await Rest.DeleteAsync(token, $"{Lobby}/messages/{said}")).Code is null);
    }

    [Fact]
    public async Task Listener_HearsAndSaysNothing()
    {
        await using var ear = await WsClient.OpenAsync(
            new Uri($"ws://{Server.Http.Authority}/ws"), token: RestClient.Token("eve", "connect"));
        await ear.TakeWelcomeAsync();
        await ear.JoinAsync("lobby");

        Assert.Equal("forbidden", (string?)(await ear.SayAsync("lobby", "hello"))["error"]!["code"]);
        Assert.Equal("forbidden", (string?)(await ear.AskAsync(new JsonObject
        {
            ["type"] = "message", ["channel_id"] = "news", ["data"] = "hello",
        }))["error"]!["code"]);
        await Rest.PostAsync(Ada, $"{Lobby}/messages", """{"data":"hear me"}""");
        await ear.FindAsync(static message => (string?)message["type"] == "message" && (string?)message["data"] == "hear me");
    }

    // Words that others read are said, in whatever they are wrapped.
    [Theory]
    [InlineData("connect", "PUT", "/presence/eve", """{"status":"busy"}""", null)]
    [InlineData("connect", "PUT", "/presence/eve", """{"status":"busy","custom_status":"words"}""", "forbidden")]
    [InlineData("connect", "PUT", "/presence/eve", """{"status":"busy","activity":"words"}""", "forbidden")]
    [InlineData("connect", "PUT", "/presence/eve", """{"status":"busy","metadata":{"a":"words"}}""", "forbidden")]
    [InlineData("connect publish", "PUT", "/presence/eve", """{"status":"busy","custom_status":"words"}""", null)]
    [InlineData("connect", "POST", "/rooms", """{"room_id":"eves"}""", "forbidden")]
    [InlineData("connect moderate", "POST", "/rooms", """{"room_id":"eves"}""", null)]
    [InlineData("connect publish", "POST", "/rooms", """{"room_id":"eves"}""", null)]
    [InlineData("connect", "PATCH", Lobby, """{"name":"words"}""", "forbidden")]
    [InlineData("connect", "DELETE", $"{Lobby}/members/eve", null, null)]
    [InlineData("connect", "GET", "/rooms", null, null)]
    public async Task Listener_SaysNothingInOtherPlacesEither(string scopes, string method, string path, string? body, string? code)
    {
        await Rest.PutAsync(Ada, $"{Lobby}/members/eve");
        string token = RestClient.Token("eve", scopes);
        await using var eve = await WsClient.OpenAsync(new Uri($"ws://{Server.Http.Authority}/ws"), token: token);
        await eve.TakeWelcomeAsync();
        // She is present moments after the welcome, and before anything that she asks for is answered.
        await eve.EverythingSoFarAsync();

        Assert.Equal(code, (await Rest.SendAsync(token, method, path, body)).Code);
    }

    [Theory]
    [InlineData("""{"status":"busy"}""", null)]
    [InlineData("""{"status":"busy","custom_status":"words"}""", "forbidden")]
    [InlineData("""{"status":"busy","metadata":{"a":"words"}}""", "forbidden")]
    public async Task Listener_SetsAStatusWithoutWords(string status, string? code)
    {
        await using var eve = await WsClient.OpenAsync(
            new Uri($"ws://{Server.Http.Authority}/ws"), token: RestClient.Token("eve", "connect"));
        await eve.TakeWelcomeAsync();

        var answer = await eve.AskAsync(new JsonObject { ["type"] = "presence", ["data"] = JsonNode.Parse(status) });
        Assert.Equal(code, (string?)answer["error"]?["code"]);
    }

    private async Task<bool> ConnectsAsync(string token)
    {
        await using var client = await WsClient.OpenAsync(new Uri($"ws://{Server.Http.Authority}/ws"), token: token);
        var first = await client.NextAsync();
        if ((string?)first["type"] == "welcome")
            return true;

        Assert.Equal("forbidden", (string?)first["error"]!["code"]);
        Assert.Equal(4001, await client.CloseCodeAsync());
        return false;
    }
}

using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What becomes of messages after they were written.</summary>
public class AnnotationTests : IAsyncLifetime
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
    public async Task Edit_ByTheAuthor_IsAnEventOfItsOwn_ThatNamesTheMessage()
    {
        string message = await SayAsync(_bob, "hallo");

        var ack = await AskAsync(_bob, "edited", message, new JsonObject { ["data"] = "hello" });

        Assert.Equal("ack", (string?)ack["type"]);
        var edited = await _ada.EventAsync("message", "lobby", "edited");
        Assert.Equal((long?)ack["data"]!["seq"], (long?)edited["seq"]);
        Assert.Equal(("bob", message, "hello"), ((string?)edited["user_id"], (string?)edited["data"]!["message_id"], (string?)edited["data"]!["data"]));
    }

    [Fact]
    public async Task Edit_OfAnothersMessage_IsForModerators_AndNamesTheOneWhoDidIt()
    {
        string adas = await SayAsync(_ada, "mine");
        string bobs = await SayAsync(_bob, "his");

        Assert.Equal("insufficient_role", Code(await AskAsync(_bob, "edited", adas, new JsonObject { ["data"] = "not yours" })));
        await AskAsync(_ada, "edited", bobs, new JsonObject { ["data"] = "moderated" }); // she owns the room

        Assert.Equal("ada", (string?)(await _bob.EventAsync("message", "lobby", "edited"))["user_id"]);
    }

    [Fact]
    public async Task Delete_EndsTheMessage()
    {
        string message = await SayAsync(_bob, "oops");

        await AskAsync(_bob, "deleted", message);

        Assert.Equal(message, (string?)(await _ada.EventAsync("message", "lobby", "deleted"))["data"]!["message_id"]);
        Assert.Equal("message_not_found", Code(await AskAsync(_bob, "edited", message, new JsonObject { ["data"] = "again" })));
        Assert.Equal("message_not_found", Code(await AskAsync(_ada, "deleted", message)));
    }

    [Fact]
    public async Task Reactions_AreToldOnce_AndTakenBackOnce()
    {
        string message = await SayAsync(_bob, "cake?");
        var thumb = new JsonObject { ["reaction"] = "👍" };

        var first = await AskAsync(_ada, "reaction_added", message, thumb);
        var again = await AskAsync(_ada, "reaction_added", message, thumb);
        await AskAsync(_ada, "reaction_removed", message, thumb);

        Assert.NotNull(first["data"]!["seq"]);
        Assert.Null(again["data"]?["seq"]);
        Assert.Equal("👍", (string?)(await _bob.EventAsync("message", "lobby", "reaction_added"))["data"]!["reaction"]);
        await _bob.EventAsync("message", "lobby", "reaction_removed");
    }

    [Fact]
    public async Task Pin_IsForModerators()
    {
        string message = await SayAsync(_bob, "rules");

        Assert.Equal("insufficient_role", Code(await AskAsync(_bob, "pinned", message)));
        await AskAsync(_ada, "pinned", message);
        await AskAsync(_ada, "unpinned", message);

        Assert.Equal(message, (string?)(await _bob.EventAsync("message", "lobby", "pinned"))["data"]!["message_id"]);
        await _bob.EventAsync("message", "lobby", "unpinned");
    }

    [Fact]
    public async Task Retry_OfAnEdit_HasOneEffect_AndTheSameAck()
    {
        string message = await SayAsync(_bob, "a");
        var edit = new JsonObject { ["id"] = "e1", ["data"] = new JsonObject { ["message_id"] = message, ["data"] = "b" } };

        var first = await SendAsync(_bob, "edited", (JsonObject)edit.DeepClone());
        var second = await SendAsync(_bob, "edited", (JsonObject)edit.DeepClone());

        Assert.Equal(first["data"]!.ToJsonString(), second["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("edited", """{"data":"x"}""")]
    [InlineData("edited", """{"message_id":7,"data":"x"}""")]
    [InlineData("edited", """{"message_id":"k3f9-1"}""")]
    [InlineData("deleted", """{"message_id":"no id"}""")]
    [InlineData("reaction_added", """{"message_id":"k3f9-1"}""")]
    [InlineData("reaction_added", """{"message_id":"k3f9-1","reaction":""}""")]
    [InlineData("reaction_added", """{"message_id":"k3f9-1","reaction":"more than the thirty-two characters that it may have"}""")]
    [InlineData("pinned", "[]")]
    public async Task WhatIsMissingOrWrong_IsRefused(string what, string data)
    {
        var answer = await SendAsync(_bob, what, new JsonObject { ["data"] = JsonNode.Parse(data) });

        Assert.Equal("invalid_message", Code(answer));
    }

    [Fact]
    public async Task MessageOfAnotherEpoch_OrThatIsNone_IsNotFound()
    {
        string message = await SayAsync(_bob, "a");
        string epoch = message[..message.LastIndexOf('-')];

        Assert.Equal("message_not_found", Code(await AskAsync(_bob, "deleted", "other-3")));
        Assert.Equal("message_not_found", Code(await AskAsync(_bob, "deleted", $"{epoch}-1"))); // the room's creation
        Assert.Equal("message_not_found", Code(await AskAsync(_bob, "deleted", $"{epoch}-999")));
    }

    /// <summary>Else a stranger could find out, id by id.</summary>
    [Fact]
    public async Task Stranger_DoesNotLearnWhichMessagesThereAre()
    {
        string message = await SayAsync(_bob, "a");
        string epoch = message[..message.LastIndexOf('-')];
        await using var eve = await _server.ConnectAsync("eve");

        foreach (string any in (string[])[message, $"{epoch}-1", $"{epoch}-999", "other-3"])
            Assert.Equal("not_a_member", Code(await AskAsync(eve, "deleted", any)));
    }

    private static string? Code(JsonObject answer) => (string?)answer["error"]?["code"];

    private static async Task<string> SayAsync(WsClient client, string text) =>
        (string)(await client.SayAsync("lobby", text))["data"]!["message_id"]!;

    private static Task<JsonObject> AskAsync(WsClient client, string what, string message, JsonObject? more = null)
    {
        var data = new JsonObject { ["message_id"] = message };
        foreach (var (name, value) in more ?? [])
            data[name] = value?.DeepClone();
        return SendAsync(client, what, new JsonObject { ["data"] = data });
    }

    private static Task<JsonObject> SendAsync(WsClient client, string what, JsonObject message)
    {
        message["type"] = "message";
        message["event"] = what;
        message["room_id"] = "lobby";
        return client.AskAsync(message);
    }
}

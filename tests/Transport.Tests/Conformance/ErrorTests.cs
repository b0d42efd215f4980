using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What goes wrong with a request: docs/protocol.md, section 5.</summary>
public sealed class ErrorTests : IAsyncLifetime
{
    private StreamingServer _server = null!;
    private WsClient _ada = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync();
        _ada = await _server.ConnectAsync("ada");
    }

    public async Task DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"type":"shout","id":"r"}""", "invalid_message")]
    [InlineData("""{"type":"ack","id":"r"}""", "invalid_message")]
    [InlineData("""{"id":"r"}""", "invalid_message")]
    [InlineData("""{"type":"join","id":"r"}""", "invalid_message")]
    [InlineData("""{"type":"join","id":"r","room_id":"no spaces"}""", "invalid_message")]
    [InlineData("""{"type":"join","id":"r","room_id":"a","room_id":"b"}""", "invalid_message")]
    [InlineData("""{"type":"join","id":"r","room_id":"a","metadata":{"echo":"no"}}""", "invalid_message")]
    [InlineData("""{"type":"leave","id":"r","room_id":"a","data":{"membership":1}}""", "invalid_message")]
    [InlineData("""{"type":"message","id":"r","room_id":"a"}""", "invalid_message")]
    [InlineData("""{"type":"message","event":"edited","id":"r","room_id":"a","data":{"message_id":"x"}}""", "invalid_message")]
    [InlineData("""{"type":"message","event":"deleted","id":"r","room_id":"a","data":{}}""", "invalid_message")]
    [InlineData("""{"type":"message","event":"reaction_added","id":"r","room_id":"a","data":{}}""", "invalid_message")]
    [InlineData("""{"type":"message","event":"reaction_removed","id":"r","room_id":"a","data":{}}""", "invalid_message")]
    [InlineData("""{"type":"message","event":"pinned","id":"r","room_id":"a","data":{}}""", "invalid_message")]
    [InlineData("""{"type":"message","event":"unpinned","id":"r","room_id":"a","data":{}}""", "invalid_message")]
    [InlineData("""{"type":"read","id":"r","room_id":"a","data":{"seq":1}}""", "room_not_found")]
    [InlineData("""{"type":"moderate","event":"ban","id":"r","room_id":"a","data":{"user_id":"bob"}}""", "room_not_found")]
    [InlineData("""{"type":"signal","id":"r","room_id":"a","data":{"to":"bob"}}""", "room_not_found")]
    [InlineData("""{"type":"history","id":"r","room_id":"nowhere"}""", "room_not_found")]
    [InlineData("""{"type":"typing","event":"start","id":"r","room_id":"nowhere"}""", "room_not_found")]
    public async Task Request_ThatCannotBeDone_IsAnsweredUnderItsId(string request, string code)
    {
        await _ada.SendTextAsync(request);
        var answer = await _ada.NextAsync();

        Assert.Equal("error", (string?)answer["type"]);
        Assert.Equal("r", (string?)answer["id"]);
        Assert.Equal(code, (string?)answer["error"]!["code"]);
        Assert.NotEmpty((string)answer["error"]!["message"]!);
        Assert.False((bool?)answer["error"]!["retryable"]);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{\"type\":\"ping\"")]
    [InlineData("""{"type":"shout"}""")]
    public async Task Message_WithoutAnId_IsAnsweredWithAnErrorAllTheSame(string text)
    {
        await _ada.SendTextAsync(text);
        var answer = await _ada.NextAsync();

        Assert.Equal("invalid_message", (string?)answer["error"]!["code"]);
        Assert.Null(answer["id"]);
    }

    [Fact]
    public async Task Message_ThatIsNotUtf8_IsRefusedUnderItsId_AndTheConnectionLives()
    {
        byte[] bytes = [.. """{"id":"r","type":"message","room_id":"a","data":" """u8, 0xFF, .. "\"}"u8];
        await _ada.SendBytesAsync(bytes, WebSocketMessageType.Text);

        Assert.Equal("r", (string?)(await _ada.NextAsync())["id"]);
        await _ada.AskAsync(new JsonObject { ["type"] = "ping" });
    }

    [Fact]
    public async Task Message_InABinaryFrame_IsRefusedUnderItsId()
    {
        await _ada.SendBytesAsync("""{"id":"r","type":"ping"}"""u8.ToArray(), WebSocketMessageType.Binary);
        var answer = await _ada.NextAsync();

        Assert.Equal(("r", "invalid_message"), ((string?)answer["id"], (string?)answer["error"]!["code"]));
    }

    [Theory]
    [InlineData(65_537)]
    [InlineData(4 * 65_536)]
    public async Task Message_OverTheLimit_IsRefusedUnderItsId_AndNothingIsStored(int size)
    {
        await _ada.JoinAsync("lobby");
        await _ada.SendTextAsync(MessageOf(size));
        var answer = await _ada.FindAsync(message => (string?)message["id"] == "big");
        var history = await _ada.AskAsync(new JsonObject { ["type"] = "history", ["room_id"] = "lobby" });

        Assert.Equal("message_too_large", (string?)answer["error"]!["code"]);
        Assert.Equal("lobby", (string?)answer["room_id"]);
        Assert.Empty(history["data"]!["messages"]!.AsArray());
    }

    [Fact]
    public async Task Message_AtTheLimit_IsTaken()
    {
        await _ada.JoinAsync("lobby");
        await _ada.SendTextAsync(MessageOf(65_536));

        Assert.Equal("ack", (string?)(await _ada.FindAsync(message => (string?)message["id"] == "big"))["type"]);
    }

    [Fact]
    public async Task Messages_BeyondTheBurst_AreRefused_UntilTheTimeThatIsTold()
    {
        await _ada.JoinAsync("lobby");
        for (int i = 0; i < 20; i++)
            Assert.Equal("ack", (string?)(await _ada.SayAsync("lobby", i))["type"]);

        var refused = await _ada.SayAsync("lobby", "too much");
        await using var phone = await _server.ConnectAsync("ada");
        await phone.JoinAsync("lobby");
        var fromThePhone = await phone.SayAsync("lobby", "too much as well");
        _server.Clock.Advance(TimeSpan.FromMilliseconds((int)refused["error"]!["retry_after_ms"]!));

        Assert.Equal("rate_limited", (string?)refused["error"]!["code"]);
        Assert.True((bool?)refused["error"]!["retryable"]);
        Assert.InRange((int)refused["error"]!["retry_after_ms"]!, 1, 100);
        Assert.Equal("rate_limited", (string?)fromThePhone["error"]!["code"]);
        Assert.Equal("ack", (string?)(await _ada.SayAsync("lobby", "now"))["type"]);
    }

    [Fact]
    public async Task Malformed_Floods_AreThrottledToo()
    {
        for (int i = 0; i < 99; i++)
        {
            // A good one in between, or the connection would be closed.
            await _ada.SendTextAsync(i % 9 == 8 ? """{"type":"ping"}""" : "hello");
        }

        await _ada.AskAsync(new JsonObject { ["type"] = "ping" });
        await _ada.SendTextAsync("hello");
        var last = await _ada.FindAsync(message => (string?)message["error"]?["code"] == "rate_limited");

        Assert.NotNull(last["error"]!["retry_after_ms"]);
    }

    [Theory]
    [InlineData("EnableTyping", """{"type":"typing","event":"start","id":"r","room_id":"a"}""")]
    [InlineData("EnablePresence", """{"type":"presence","id":"r","data":{"status":"away"}}""")]
    [InlineData("EnableHistory", """{"type":"history","id":"r","room_id":"a"}""")]
    [InlineData("EnableChannels", """{"type":"subscribe","id":"r","channel_id":"a"}""")]
    [InlineData("EnableChannels", """{"type":"unsubscribe","id":"r","channel_id":"a"}""")]
    [InlineData("EnableChannels", """{"type":"message","id":"r","channel_id":"a","data":1}""")]
    [InlineData("EnableRooms", """{"type":"join","id":"r","room_id":"a"}""")]
    [InlineData("EnableRooms", """{"type":"leave","id":"r","room_id":"a"}""")]
    [InlineData("EnableRooms", """{"type":"message","id":"r","room_id":"a","data":1}""")]
    public async Task Request_ForWhatIsSwitchedOff_IsRefused(string option, string request)
    {
        await using var server = await StreamingServer.StartAsync(options =>
            typeof(StreamingOptions).GetProperty(option)!.SetValue(options, false));
        await using var ada = await server.ConnectAsync("ada");
        await ada.SendTextAsync(request);

        Assert.Equal("feature_disabled", (string?)(await ada.NextAsync())["error"]!["code"]);
    }

    [Fact]
    public async Task Join_WherePresenceIsOff_IsFollowedByNoSnapshot()
    {
        await using var server = await StreamingServer.StartAsync(options => options.EnablePresence = false);
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), message => (string?)message["type"] == "presence");
    }

    private static string MessageOf(int size)
    {
        const string Start = """{"type":"message","room_id":"lobby","data":" """;
        const string End = """ ","id":"big"}""";
        var text = new StringBuilder(Start, size).Append('x', size - Start.Length - End.Length).Append(End);
        return text.ToString();
    }
}

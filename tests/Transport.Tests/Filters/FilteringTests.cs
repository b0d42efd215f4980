using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Streaming.Transport.Settings;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Filters;

/// <summary>The server's filters over sockets: what senders are told and what everybody gets.</summary>
public sealed class FilteringTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public FilteringTests() => File.WriteAllText(_file, "bad\n");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task ARefusal_BearsItsReason_AndNothingIsDelivered()
    {
        await using var server = await StreamingServer.StartAsync(options => options.Filters.Words.File = _file);
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        var answer = await ada.SayAsync("lobby", "so b\u200Baԁ");

        Assert.Equal("content_rejected", (string?)answer["error"]!["code"]);
        Assert.Equal("FILTER_WORD", (string?)answer["error"]!["reason"]);
        Assert.False((bool?)answer["error"]!["retryable"]);
        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "so good"))["type"]);
        Assert.Equal("so good", (string?)(await ada.EventAsync("message", "lobby"))["data"]);
    }

    [Theory]
    [InlineData(WordAction.Block)]
    [InlineData(WordAction.Replace)]
    public async Task ReactionsAndPresence_AreRefused_OverWebSocketAndRest(WordAction action)
    {
        await using var server = await StreamingServer.StartAsync(options =>
        {
            (options.Filters.Words.File, options.Filters.Words.Action) = (_file, action);
            options.Filters.Links.BlockedDomains = ["evil.example"];
        });
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        string id = (string)(await ada.SayAsync("lobby", "good"))["data"]!["message_id"]!;
        using var http = new HttpClient { BaseAddress = server.Http };

        foreach (var (text, reason) in Remarks)
        {
            Assert.Equal(reason, Reason(await ada.AskAsync(new JsonObject
            {
                ["type"] = "message", ["event"] = "reaction_added", ["room_id"] = "lobby",
                ["data"] = new JsonObject { ["message_id"] = id, ["reaction"] = text },
            })));
            Assert.Equal(reason, Reason(await ada.AskAsync(new JsonObject { ["type"] = "presence", ["data"] = Status(text) })));
            Assert.Equal(reason, await PutAsync(http, $"rooms/lobby/messages/{id}/reactions/{Uri.EscapeDataString(text)}", null));
            Assert.Equal(reason, await PutAsync(http, "presence/ada", Status(text)));
        }
    }

    private static readonly (string Text, string? Reason)[] Remarks =
    [
        ("fine", null),
        ("b4d", "FILTER_WORD"),
        ("evil.example", "FILTER_DOMAIN"),
        ("<script>", "SECURITY_SCRIPT_INJECTION"),
    ];

    private static JsonObject Status(string text) => new()
    {
        ["status"] = "online", ["custom_status"] = "fine", ["metadata"] = new JsonObject { ["mood"] = text },
    };

    private static string? Reason(JsonObject answer) => (string?)answer["error"]?["reason"];

    private static async Task<string?> PutAsync(HttpClient http, string path, JsonObject? body)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await http.PutAsync(new Uri($"/api/v1/{path}?user_id=ada", UriKind.Relative), content);
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? null : (string?)JsonNode.Parse(text)!["reason"] ?? text;
    }

    [Fact]
    public async Task AFlag_ReachesEverybody_AndOneThatAClientMakesUpDoesNot()
    {
        await using var server = await StreamingServer.StartAsync(options =>
            (options.Filters.Words.File, options.Filters.Words.Action) = (_file, WordAction.Flag));
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await ada.AskAsync(Message("good", new JsonObject { ["flags"] = new JsonArray("word"), ["lang"] = "en" }));
        var good = await ada.EventAsync("message", "lobby");
        await ada.AskAsync(Message("bad", new JsonObject { ["flags"] = "none", ["lang"] = "en" }));
        var bad = await ada.EventAsync("message", "lobby");

        Assert.Equal("""{"lang":"en"}""", good["metadata"]!.ToJsonString());
        Assert.Equal("""{"lang":"en","flags":["word"]}""", bad["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task AnEdit_IsFilteredLikeAMessage()
    {
        await using var server = await StreamingServer.StartAsync(options =>
            (options.Filters.Words.File, options.Filters.Words.Action) = (_file, WordAction.Replace));
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        string id = (string)(await ada.SayAsync("lobby", "good"))["data"]!["message_id"]!;
        await ada.AskAsync(new JsonObject
        {
            ["type"] = "message", ["event"] = "edited", ["room_id"] = "lobby",
            ["data"] = new JsonObject { ["message_id"] = id, ["data"] = new JsonObject { ["text"] = "so b4d" } },
        });
        await ada.EventAsync("message", "lobby");

        Assert.Contains("so ***", (await ada.EventAsync("message", "lobby")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutSettings_LinksAndMentionsAreCounted()
    {
        await using var server = await StreamingServer.StartAsync();
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");

        Assert.Equal("FILTER_URLS", (string?)(await ada.SayAsync("lobby", "a.com b.com c.com d.com"))["error"]!["reason"]);
        Assert.Equal("FILTER_MENTIONS", (string?)(await ada.SayAsync("lobby", "@a @b @c @d @e @f"))["error"]!["reason"]);
        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "a.com @ada bad"))["type"]);
    }

    private static JsonObject Message(string text, JsonObject metadata) =>
        new() { ["type"] = "message", ["room_id"] = "lobby", ["data"] = text, ["metadata"] = metadata };
}

using System.Text.Json.Nodes;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

public sealed class HistoryTests : IAsyncLifetime
{
    private StreamingServer _server = null!;
    private WsClient _ada = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(options => options.RateLimitEnabled = false);
        _ada = await _server.ConnectAsync("ada");
        await _ada.JoinAsync("lobby", new JsonObject { ["metadata"] = new JsonObject { ["echo"] = false } });
    }

    public async Task DisposeAsync()
    {
        await _ada.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task History_IsNewestFirst_AndPagesBackToTheStart()
    {
        for (int i = 0; i < 25; i++)
            await _ada.SayAsync("lobby", i);

        var seen = new List<int>();
        long? before = null;
        JsonNode page;
        do
        {
            page = (await AskAsync(new JsonObject { ["limit"] = 10, ["before_seq"] = before }))["data"]!;
            seen.AddRange(page["messages"]!.AsArray().Select(message => (int)message!["data"]!));
            before = (long?)page["first_seq"];
        }
        while ((bool)page["has_more"]!);

        Assert.Equal(Enumerable.Range(0, 25).Reverse(), seen);
    }

    [Fact]
    public async Task History_After_IsOldestFirst()
    {
        for (int i = 3; i <= 9; i++)
            await _ada.SayAsync("lobby", i);

        var page = (await AskAsync(new JsonObject { ["after_seq"] = 4, ["limit"] = 3 }))["data"]!;

        Assert.Equal([5, 6, 7], page["messages"]!.AsArray().Select(message => (int)message!["seq"]!));
        Assert.True((bool?)page["has_more"]);
        Assert.Equal(7, (long?)page["last_seq"]);
    }

    [Fact]
    public async Task History_HoldsMessagesAsTheyWereDelivered()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        await _ada.SayAsync("lobby", new JsonObject { ["text"] = "hello" });
        var delivered = await bob.EventAsync("message", "lobby");

        var answer = await AskAsync(null);

        Assert.Equal("history", (string?)answer["type"]);
        Assert.Equal("lobby", (string?)answer["room_id"]);
        Assert.Equal(delivered.ToJsonString(), answer["data"]!["messages"]![0]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"user_id":"bob"}""", "3 4")]
    [InlineData("""{"search":"TEA please"}""", "1 3")]
    [InlineData("""{"thread_id":"t"}""", "2")]
    [InlineData("""{"before":"2030-01-01T00:00:01Z"}""", "1 2")]
    [InlineData("""{"after":"2030-01-01T00:00:01Z"}""", "3 4")]
    public async Task History_WithAFilter_HoldsOnlyWhatFits(string query, string expected)
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        await _ada.SayAsync("lobby", new JsonObject { ["n"] = 1, ["text"] = "tea, please" });
        await _ada.AskAsync(new JsonObject
        {
            ["type"] = "message", ["room_id"] = "lobby", ["thread_id"] = "t", ["data"] = new JsonObject { ["n"] = 2 },
        });
        _server.Clock.Advance(TimeSpan.FromSeconds(2));
        await bob.SayAsync("lobby", new JsonObject { ["n"] = 3, ["text"] = "please, more Tea" });
        await bob.SayAsync("lobby", new JsonObject { ["n"] = 4 });

        var page = (await AskAsync(JsonNode.Parse(query)!.AsObject()))["data"]!;

        Assert.Equal(expected, string.Join(' ', page["messages"]!.AsArray().Select(message => message!["data"]!["n"]).Reverse()));
    }

    [Theory]
    [InlineData("""{"limit":0}""", "data.limit")]
    [InlineData("""{"limit":201}""", "data.limit")]
    [InlineData("""{"limit":"10"}""", "data.limit")]
    [InlineData("""{"before_seq":-1}""", "data.before_seq")]
    [InlineData("""{"after_seq":1.5}""", "data.after_seq")]
    [InlineData("""{"user_id":"a b"}""", "data.user_id")]
    [InlineData("""{"search":""}""", "data.search")]
    [InlineData("""{"before":"yesterday"}""", "data.before")]
    [InlineData("""[]""", "data must be an object")]
    [InlineData("""{"\ud800":1,"limit":1}""", null)]
    public async Task History_WithAWrongQuery_IsExplained(string query, string? explanation)
    {
        await _ada.SendTextAsync($$"""{"type":"history","room_id":"lobby","id":"h","data":{{query}}}""");
        var answer = await _ada.FindAsync(message => (string?)message["id"] == "h");

        if (explanation is null)
            return;
        Assert.Equal("invalid_message", (string?)answer["error"]!["code"]);
        Assert.StartsWith(explanation, (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfWhoIsNoMember_IsRefused()
    {
        await using var bob = await _server.ConnectAsync("bob");
        var answer = await bob.AskAsync(new JsonObject { ["type"] = "history", ["room_id"] = "lobby" });

        Assert.Equal("not_a_member", (string?)answer["error"]!["code"]);
    }

    [Fact]
    public async Task History_OfLargeMessages_IsCutToWhatAConnectionTakes_AndPagesOn()
    {
        // 40 of 60 KB are more than twice the whole outbox. No text is that long, but a file may be.
        string large = new('x', 60_000);
        for (int i = 0; i < 40; i++)
            await _ada.SayAsync("lobby", new JsonObject { ["i"] = i, ["file"] = large });

        var seen = new List<int>();
        long? before = null;
        JsonNode page;
        do
        {
            page = (await AskAsync(new JsonObject { ["limit"] = 200, ["before_seq"] = before }))["data"]!;
            Assert.InRange(page["messages"]!.AsArray().Count, 0, 5);
            seen.AddRange(page["messages"]!.AsArray().Select(message => (int)message!["data"]!["i"]!));
            before = (long?)page["first_seq"];
        }
        while ((bool)page["has_more"]!);

        Assert.Equal(Enumerable.Range(0, 40).Reverse(), seen);
    }

    private Task<JsonObject> AskAsync(JsonObject? query) =>
        _ada.AskAsync(new JsonObject { ["type"] = "history", ["room_id"] = "lobby", ["data"] = query });
}

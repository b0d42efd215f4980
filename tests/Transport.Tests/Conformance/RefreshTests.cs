using System.Text.Json.Nodes;
using Streaming.Actors.Limits;
using Streaming.Transport.Settings;
using Streaming.Transport.Tests.Authentication;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary><c>refresh</c>: a connection that goes on with a newer token.</summary>
public sealed class RefreshTests : IAsyncLifetime
{
    private StreamingServer _server = null!;

    // Whole seconds, as tokens have them.
    private long Now => _server.Clock.GetUtcNow().ToUnixTimeSeconds();

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync(options =>
    {
        options.Jwt.Secret = TokenForge.Secret;
        options.Limits.PingInterval = TimeSpan.FromHours(1);
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Connection_EndsWithTheNewToken_NotWithTheFirst()
    {
        await using var ada = await ConnectAsync(Token("ada", Now + 60));
        var end = DateTimeOffset.FromUnixTimeSeconds(Now + 600) + new JwtOptions().ClockSkew;
        var ack = await RefreshAsync(ada, Token("ada", Now + 600));

        Assert.Equal(end, (DateTimeOffset)ack["data"]!["expires_at"]!);
        _server.Clock.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal("pong", (string?)(await ada.AskAsync(new JsonObject { ["type"] = "ping" }))["type"]);
        _server.Clock.Advance(end - _server.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        Assert.Equal(4001, await ada.CloseCodeAsync());
    }

    [Fact]
    public async Task Welcome_SaysWhenTheConnectionEnds()
    {
        await using var ada = await ConnectAsync(Token("ada", Now + 60));
        await using var guest = await _server.ConnectAsync("gus");

        Assert.Equal(
            DateTimeOffset.FromUnixTimeSeconds(Now + 60) + new JwtOptions().ClockSkew, (DateTimeOffset)ada.Welcome["data"]!["expires_at"]!);
        Assert.Null(guest.Welcome["data"]!["expires_at"]);
    }

    [Fact]
    public async Task Token_ThatIsNotGoodForThis_ChangesNothing()
    {
        await using var ada = await ConnectAsync(Token("ada", Now + 3_600));
        await using var guest = await _server.ConnectAsync("gus");

        Assert.Equal("forbidden", CodeOf(await RefreshAsync(ada, Token("bob", Now + 60))));
        Assert.Equal("forbidden", CodeOf(await RefreshAsync(guest, Token("gus", Now + 60))));
        Assert.Equal("forbidden", CodeOf(await RefreshAsync(ada, Token("ada", Now + 60, ""","scope":"publish" """))));
        Assert.Equal("unauthorized", CodeOf(await RefreshAsync(ada, Token("ada", Now - 60))));
        Assert.Equal("unauthorized", CodeOf(await RefreshAsync(ada, "garbage")));
        Assert.Equal("invalid_message", CodeOf(await RefreshAsync(ada, new string('x', 9_000))));
        Assert.Equal("invalid_message", CodeOf(await ada.AskAsync(new JsonObject { ["type"] = "refresh" })));
        Assert.Equal("ack", (string?)(await ada.JoinAsync("lobby"))["type"]);
        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "still here"))["type"]);
    }

    [Fact]
    public async Task Rooms_ThatItDoesNotReach_AreLeft()
    {
        await using var ada = await ConnectAsync(Token("ada", Now + 3_600));
        await using var bob = await ConnectAsync(Token("bob", Now + 3_600));
        foreach (string room in (string[])["lobby", "secret"])
        {
            await ada.JoinAsync(room);
            await bob.JoinAsync(room);
        }

        await ada.AskAsync(new JsonObject { ["type"] = "subscribe", ["channel_id"] = "news" });
        Assert.Equal("ack", (string?)(await RefreshAsync(ada, Token("ada", Now + 60, ""","rooms":["lobby"],"channels":[]""")))["type"]);
        var left = await ada.FindAsync(static message => (string?)message["type"] == "leave" && message["room_id"] is not null);
        var dropped = await ada.FindAsync(static message => (string?)message["type"] == "leave" && message["channel_id"] is not null);
        await bob.SayAsync("secret", "unheard");
        await bob.SayAsync("lobby", "heard");
        await ada.FindAsync(static message => Says(message, "heard"));

        Assert.Equal(("secret", "ada", "confined"), ((string?)left["room_id"], (string?)left["user_id"], (string?)left["event"]));
        Assert.Equal("news", (string?)dropped["channel_id"]);
        Assert.Equal("forbidden", CodeOf(await ada.SayAsync("secret", "no")));
        Assert.DoesNotContain(await ada.EverythingSoFarAsync(), static message => Says(message, "unheard"));
    }

    [Fact]
    public async Task Scopes_OfTheNewToken_HoldAtOnce()
    {
        await using var ada = await ConnectAsync(Token("ada", Now + 3_600));
        await ada.JoinAsync("lobby");
        await RefreshAsync(ada, Token("ada", Now + 3_600, ""","scope":"connect" """));

        Assert.Equal("forbidden", CodeOf(await ada.SayAsync("lobby", "no")));
    }

    [Fact]
    public async Task Tokens_AreNotTriedOutFasterThanWithNewConnections()
    {
        await using var server = await StreamingServer.StartAsync(static options =>
        {
            options.Jwt.Secret = TokenForge.Secret;
            options.Limits.MaxConnectionsPerIp = 10;
            options.RateLimit.FailedLogIns = new RateLimit(PerSecond: 1, Burst: 2, PerMinute: 0);
        });
        await using var ada = await server.ConnectAsync("ada");

        Assert.Equal("unauthorized", CodeOf(await RefreshAsync(ada, "garbage")));
        Assert.Equal("unauthorized", CodeOf(await RefreshAsync(ada, "garbage")));
        Assert.Equal("rate_limited", CodeOf(await RefreshAsync(ada, "garbage")));
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => server.OpenAsync("user_id=bob"));
    }

    private static string Token(string user, long end, string more = "") =>
        TokenForge.Hs256($$"""{"sub":"{{user}}","exp":{{end}}{{more}}}""");

    private async Task<WsClient> ConnectAsync(string token)
    {
        var client = await WsClient.OpenAsync(new Uri($"ws://{_server.Http.Authority}/ws"), token: token);
        await client.TakeWelcomeAsync();
        return client;
    }

    private static Task<JsonObject> RefreshAsync(WsClient client, string token) =>
        client.AskAsync(new JsonObject { ["type"] = "refresh", ["data"] = new JsonObject { ["token"] = token } });

    private static bool Says(JsonObject message, string text) => message["data"] is JsonValue said && said.TryGetValue(out string? words) && words == text;

    private static string? CodeOf(JsonObject answer) => (string?)answer["error"]?["code"];
}

using System.Text.Json.Nodes;
using Streaming.Transport.Settings;
using Streaming.Transport.Tests.Authentication;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>What a token lets its user do, for as long as it lasts.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    // 2030-01-01T01:00:00Z: the clock of the tests stands an hour before it.
    private const long Expires = 1_893_459_600;

    private StreamingServer _server = null!;

    public async Task InitializeAsync() => _server = await StreamingServer.StartAsync(options =>
    {
        options.RequireAuth = true;
        options.Jwt.Secret = TokenForge.Secret;
        // The test lets an hour pass at once, in which no client could answer.
        options.Limits.PingInterval = TimeSpan.FromHours(2);
        options.Limits.MaxConnectionsPerUser = 2;
        options.Limits.MaxConnectionsPerIp = 3;
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task User_IsTheTokens_AndAMember()
    {
        await using var ada = await ConnectAsync("ada");
        await using var bob = await ConnectAsync("bob");
        await ada.JoinAsync("lobby");

        Assert.Equal("ada", (string?)ada.Welcome["data"]!["user_id"]);
        Assert.Equal("member", (string?)(await bob.JoinAsync("lobby"))["data"]!["role"]);
    }

    [Fact]
    public async Task Rooms_OutsideOfTheToken_AreForbidden()
    {
        await using var ada = await ConnectAsync("ada", ""","rooms":["lobby","team-*"]""");

        Assert.Equal("ack", (string?)(await ada.JoinAsync("lobby"))["type"]);
        Assert.Equal("ack", (string?)(await ada.JoinAsync("team-1"))["type"]);
        foreach (string request in (string[])["join", "leave", "history"])
        {
            var answer = await ada.AskAsync(new JsonObject { ["type"] = request, ["room_id"] = "other" });
            Assert.Equal("forbidden", (string?)answer["error"]!["code"]);
        }

        Assert.Equal("forbidden", (string?)(await ada.SayAsync("other", 1))["error"]!["code"]);
    }

    [Fact]
    public async Task Rooms_OfAnEarlierWiderToken_AreNotResumed()
    {
        var ada = await ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        await ada.JoinAsync("secret");
        ada.Cut();
        await ada.DisposeAsync();
        await Eventually.HoldsAsync(() => _server.Registry.Count == 0);

        await using var again = await ConnectAsync("ada", ""","rooms":["lobby"]""", $"resume_token={ada.ResumeToken}");
        var ack = await again.AskAsync(new JsonObject { ["type"] = "resume", ["data"] = new JsonObject() });
        await using var other = await ConnectAsync("ada");
        await other.JoinAsync("secret");
        await other.SayAsync("secret", "unheard");

        Assert.True((bool?)ack["data"]!["rooms"]!["lobby"]!["recovered"]);
        Assert.Equal("forbidden", (string?)ack["data"]!["rooms"]!["secret"]!["error"]!["code"]);
        Assert.DoesNotContain(await again.EverythingSoFarAsync(), message => (string?)message["room_id"] == "secret");
    }

    [Fact]
    public async Task Rooms_OfAnEarlierWiderToken_DoNotSeeTheUserComeBack()
    {
        await using var bob = await ConnectAsync("bob");
        await bob.JoinAsync("secret");
        var ada = await ConnectAsync("ada");
        await ada.JoinAsync("secret");
        ada.Cut();
        await ada.DisposeAsync();
        await _server.PassTimeUntilAsync(StatusOfAdaAsync("offline"));

        await using var again = await ConnectAsync("ada", ""","rooms":["lobby"]""", $"resume_token={ada.ResumeToken}");
        await again.AskAsync(new JsonObject { ["type"] = "resume", ["data"] = new JsonObject() });
        _server.Clock.Advance(TimeSpan.FromSeconds(1));
        var snapshot = await bob.AskAsync(new JsonObject { ["type"] = "presence", ["event"] = "get", ["room_id"] = "secret" });

        Assert.Equal(["bob"], snapshot["data"]!["users"]!.AsArray().Select(user => (string)user!["user_id"]!));

        Task StatusOfAdaAsync(string status) => bob.FindAsync(message => (string?)message["event"] == "diff"
            && message["data"]!["changes"]!.AsArray().Any(change =>
                (string?)change!["user_id"] == "ada" && (string?)change["status"] == status));
    }

    [Fact]
    public async Task Limits_DoNotHoldForATokenThatSaysSo()
    {
        var clients = new List<WsClient>();
        for (int i = 0; i < 5; i++)
            clients.Add(await ConnectAsync("service", ""","limits":false"""));
        await clients[0].JoinAsync("lobby");
        for (int i = 0; i < 50; i++)
            Assert.Equal("ack", (string?)(await clients[0].SayAsync("lobby", i))["type"]);

        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task Connection_EndsWithItsToken()
    {
        await using var ada = await ConnectAsync("ada");
        _server.Clock.Advance(TimeSpan.FromMinutes(59));
        await ada.AskAsync(new JsonObject { ["type"] = "ping" });

        // To the end and hardly further: a longer jump would carry the clock past what a close may take, too.
        DateTimeOffset end = DateTimeOffset.FromUnixTimeSeconds(Expires) + new JwtOptions().ClockSkew;
        _server.Clock.Advance(end - _server.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));

        Assert.Equal(4001, await ada.CloseCodeAsync());
    }

    [Fact]
    public async Task Stream_EndsWithItsToken()
    {
        await using var ada = await SseClient.OpenAsync(
            _server, "room_id=lobby", token: TokenForge.Hs256($$"""{"sub":"ada","exp":{{Expires}}}"""));
        await ada.EventAsync("welcome");

        await _server.PassTimeUntilAsync(EndAsync(), step: TimeSpan.FromMinutes(1));

        Assert.True(_server.Clock.GetUtcNow().ToUnixTimeSeconds() >= Expires, "the stream ended before its token");

        async Task EndAsync()
        {
            while (await ada.NextAsync() is not null)
            {
            }
        }
    }

    [Fact]
    public async Task ATokenThatDoesNotHold_IsRefused_AndTellsNothingOfItself()
    {
        await using var stranger = await WsClient.OpenAsync(
            new Uri($"ws://{_server.Http.Authority}/ws"), token: TokenForge.Hs256("""{"sub":"ada","exp":1}"""));
        var error = await stranger.NextAsync();

        Assert.Equal("unauthorized", (string?)error["error"]!["code"]);
        Assert.Equal(4001, await stranger.CloseCodeAsync());
    }

    private async Task<WsClient> ConnectAsync(string user, string moreClaims = "", string query = "")
    {
        string token = TokenForge.Hs256($$"""{"sub":"{{user}}","exp":{{Expires}}{{moreClaims}}}""");
        var client = await WsClient.OpenAsync(new Uri($"ws://{_server.Http.Authority}/ws?{query}"), token: token);
        await client.TakeWelcomeAsync();
        return client;
    }
}

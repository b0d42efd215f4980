using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Rest;

/// <summary><c>/api/v1/sessions</c>: logging in with a token, what the cookie opens, from where, and for how long.</summary>
public sealed class LoginTests : IAsyncLifetime
{
    private const string Listed = "https://app.example";
    private const string Elsewhere = "https://evil.example";

    private static readonly string Ann = RestClient.Token("ann");

    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false });
    private StreamingServer _server = null!;

    private string Own => $"http://{_server.Http.Authority}";

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync(options =>
        {
            options.Jwt.Secret = TokenForge.Secret;
            // Any page may connect; that says nothing of cookies.
            options.Origins = ["*", Listed];
            // Hours pass at once, in which no client could answer.
            options.Limits.PingInterval = TimeSpan.FromHours(1);
        });
        _http.BaseAddress = _server.Http;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task LogIn_GivesACookieThatPagesCannotRead_AndSaysWhoAndHowLong()
    {
        using var reply = await SendAsync("POST", "/sessions", token: Ann);
        string header = Assert.Single(reply.Headers.GetValues("Set-Cookie"));
        var body = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;

        foreach (string attribute in (string[])["httponly", "secure", "samesite=lax", "path=/"])
            Assert.Contains($"; {attribute}", header);
        Assert.StartsWith("session_id=", header);
        Assert.DoesNotContain("ann", header.Split(';')[0]);
        Assert.Equal(("ann", _server.Clock.GetUtcNow().AddHours(12)), ((string)body["user_id"]!, (DateTimeOffset)body["expires_at"]!));
        Assert.DoesNotContain((string)body["csrf_token"]!, header);
    }

    [Fact]
    public async Task LogIn_TakesATokenOrKey_NeitherGuestsNorLogins()
    {
        var ann = await LogInAsync();

        Assert.Equal("unauthorized", await CodeAsync("POST", "/sessions"));
        Assert.Equal("forbidden", await CodeAsync("POST", "/sessions", ann, ann.Csrf, Own));
    }

    [Fact]
    public async Task Cookie_IsItsUser()
    {
        var ann = await LogInAsync();
        using var reply = await SendAsync("GET", "/sessions", ann);
        var body = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;

        Assert.Equal(("ann", ann.Csrf), ((string)body["user_id"]!, (string)body["csrf_token"]!));
    }

    // Where the page is, which CSRF token it shows, and what comes of it.
    [Theory]
    [InlineData("own", "right", null)]
    [InlineData(Listed, "right", null)]
    [InlineData("own", "wrong", "forbidden")]
    [InlineData("own", "", "forbidden")]
    [InlineData(Listed, "", "forbidden")]
    [InlineData("", "right", "forbidden")]
    [InlineData("null", "right", "forbidden")]
    [InlineData(Elsewhere, "right", "forbidden")]
    public async Task Change_NeedsANamedOriginAndTheCsrfToken(string origin, string csrf, string? code)
    {
        var ann = await LogInAsync();
        string shown = csrf == "right" ? ann.Csrf : csrf;

        Assert.Equal(code, await CodeAsync("POST", "/rooms", ann, shown, origin == "own" ? Own : origin));
    }

    [Theory]
    [InlineData("own", true)]
    [InlineData(Listed, true)]
    [InlineData(Elsewhere, false)]
    [InlineData("", false)]
    public async Task WebSocket_NeedsANamedOrigin(string origin, bool opens)
    {
        var ann = await LogInAsync();
        string from = origin == "own" ? Own : origin;
        (string, string)[] headers = from.Length == 0 ? [("Cookie", ann.Cookie)] : [("Cookie", ann.Cookie), ("Origin", from)];

        if (!opens)
        {
            await Assert.ThrowsAsync<WebSocketException>(() => OpenAsync(headers));
            return;
        }

        await using var client = await OpenAsync(headers);
        Assert.Equal("ann", (string?)(await client.TakeWelcomeAsync())["data"]!["user_id"]);
    }

    // Of its own EventSource a browser tells no origin.
    [Theory]
    [InlineData("own", "", HttpStatusCode.OK)]
    [InlineData(Listed, "cross-site", HttpStatusCode.OK)]
    [InlineData("", "same-origin", HttpStatusCode.OK)]
    [InlineData("", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("", "", HttpStatusCode.Forbidden)]
    [InlineData(Elsewhere, "cross-site", HttpStatusCode.Forbidden)]
    public async Task Stream_NeedsANamedOriginOrItsOwnPage(string origin, string site, HttpStatusCode status)
    {
        var ann = await LogInAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/sse?room_id=lobby", UriKind.Relative));
        request.Headers.Add("Cookie", ann.Cookie);
        if (origin.Length > 0)
            request.Headers.Add("Origin", origin == "own" ? Own : origin);
        if (site.Length > 0)
            request.Headers.Add("Sec-Fetch-Site", site);

        using var reply = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(status, reply.StatusCode);
    }

    [Theory]
    [InlineData(Listed, true)]
    [InlineData(Elsewhere, false)]
    public async Task Pages_MaySendTheCookie_OfListedOriginsAlone(string origin, bool allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, new Uri("/api/v1/rooms", UriKind.Relative));
        request.Headers.Add("Origin", origin);
        using var reply = await _http.SendAsync(request);

        Assert.Equal(allowed, reply.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.Contains("X-CSRF-Token", string.Join(',', reply.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task LogOut_EndsTheLoginItsConnectionsAndItsTickets()
    {
        var ann = await LogInAsync();
        var other = await LogInAsync();
        await using var socket = await OpenAsync(("Cookie", ann.Cookie), ("Origin", Own));
        await using var others = await OpenAsync(("Cookie", other.Cookie), ("Origin", Own));
        await others.TakeWelcomeAsync();
        string ticket = await TicketAsync(ann);
        await using var ticketed = await WsClient.OpenAsync(new Uri($"ws://{_server.Http.Authority}/ws?ticket={await TicketAsync(ann)}"));

        Assert.Null(await CodeAsync("DELETE", "/sessions", ann, ann.Csrf, Own));

        Assert.Equal(4001, await socket.CloseCodeAsync());
        Assert.Equal(4001, await ticketed.CloseCodeAsync());
        Assert.Equal("unauthorized", await CodeAsync("GET", "/sessions", ann));
        await using var late = await WsClient.OpenAsync(new Uri($"ws://{_server.Http.Authority}/ws?ticket={ticket}"));
        Assert.Equal("unauthorized", (string?)(await late.NextAsync())["error"]!["code"]);
        Assert.Equal("pong", (string?)(await others.AskAsync(new JsonObject { ["type"] = "ping" }))["type"]);
        Assert.Null(await CodeAsync("GET", "/sessions", other));
    }

    [Fact]
    public async Task LogOut_OfNobody_ChangesNothing()
    {
        using var reply = await SendAsync("DELETE", "/sessions", token: Ann);

        Assert.False((bool)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["changed"]!);
    }

    [Fact]
    public async Task Cookie_ThatDoesNotHold_IsRefusedAndTakenBack()
    {
        foreach (string text in (string[])["s1.made-up", "s1.", "s1." + new string('x', 2_000)])
        {
            using var reply = await SendAsync("GET", "/rooms", new Login($"session_id={text}", ""));

            Assert.Equal(HttpStatusCode.Unauthorized, reply.StatusCode);
            Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(reply.Headers.GetValues("Set-Cookie")));
        }
    }

    [Fact]
    public async Task Cookie_OfAnotherProgram_IsPassedOver() =>
        Assert.Null(await CodeAsync("GET", "/rooms", new Login("session_id=somebody-elses", "")));

    [Fact]
    public async Task Login_NotUsed_Ends()
    {
        var ann = await LogInAsync();
        _server.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Null(await CodeAsync("GET", "/rooms", ann, origin: Own));
        var renewed = _renewed ?? ann;
        _server.Clock.Advance(TimeSpan.FromMinutes(31));

        Assert.Equal("unauthorized", await CodeAsync("GET", "/rooms", renewed));
    }

    [Fact]
    public async Task Login_EndsWithTheTokenItWasHadFor()
    {
        long end = _server.Clock.GetUtcNow().AddMinutes(5).ToUnixTimeSeconds();
        var ann = await LogInAsync(TokenForge.Hs256($$"""{"sub":"ann","exp":{{end}}}"""));
        Assert.Null(await CodeAsync("GET", "/rooms", ann));
        _server.Clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Equal("unauthorized", await CodeAsync("GET", "/rooms", ann));
    }

    [Fact]
    public async Task Cookie_IsExchangedAsItIsUsed_AndTheOldOneGoodForMomentsOnly()
    {
        var ann = await LogInAsync();
        Assert.Null(await CodeAsync("GET", "/rooms", ann));
        Assert.Null(_renewed);

        _server.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(await CodeAsync("GET", "/rooms", ann));
        var renewed = Assert.IsType<Login>(_renewed);
        Assert.NotEqual(ann.Cookie, renewed.Cookie);

        Assert.Null(await CodeAsync("GET", "/rooms", ann));
        Assert.Null(_renewed);
        Assert.Null(await CodeAsync("POST", "/rooms", renewed, ann.Csrf, Own));

        await using var socket = await OpenAsync(("Cookie", renewed.Cookie), ("Origin", Own));
        await socket.TakeWelcomeAsync();
        // A copy: neither of the two goes on.
        _server.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("unauthorized", await CodeAsync("GET", "/rooms", ann));
        Assert.Equal("unauthorized", await CodeAsync("GET", "/rooms", renewed));
        Assert.Equal(4001, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Cookie_WhoseSuccessorNeverArrived_StaysGoodAndIsExchangedAgain()
    {
        var ann = await LogInAsync();
        _server.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(await CodeAsync("GET", "/rooms", ann));
        var lost = Assert.IsType<Login>(_renewed);

        _server.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await CodeAsync("GET", "/rooms", ann));
        var renewed = Assert.IsType<Login>(_renewed);
        Assert.NotEqual(lost.Cookie, renewed.Cookie);

        Assert.Null(await CodeAsync("GET", "/rooms", renewed));
        _server.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal("unauthorized", await CodeAsync("GET", "/rooms", ann));
        Assert.Equal("unauthorized", await CodeAsync("GET", "/rooms", renewed));
    }

    // A page that shows a token beside the cookie logs out all the same, if it may.
    [Theory]
    [InlineData("own", true, null)]
    [InlineData("own", false, "forbidden")]
    [InlineData(Elsewhere, true, "forbidden")]
    [InlineData("", true, "forbidden")]
    public async Task LogOut_WithATokenBesideTheCookie_EndsTheLogin(string origin, bool showsCsrf, string? code)
    {
        var ann = await LogInAsync();
        using var reply = await SendAsync("DELETE", "/sessions", ann, showsCsrf ? ann.Csrf : "", origin == "own" ? Own : origin, Ann);

        Assert.Equal(code, (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["code"]);
        Assert.Equal(code is null ? "unauthorized" : null, await CodeAsync("GET", "/sessions", ann));
    }

    [Fact]
    public async Task LogIn_OverAnEarlierLogin_EndsThat()
    {
        var planted = await LogInAsync(RestClient.Token("mallory"));
        using var reply = await SendAsync("POST", "/sessions", planted, token: Ann);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.NotEqual(planted.Cookie, CookieOf(reply));
        Assert.Equal("unauthorized", await CodeAsync("GET", "/rooms", planted));
    }

    // The cookie that the last answer brought, if any.
    private Login? _renewed;

    private async Task<Login> LogInAsync(string? token = null)
    {
        using var reply = await SendAsync("POST", "/sessions", token: token ?? Ann);
        var body = JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
        return new Login(CookieOf(reply)!, (string)body["csrf_token"]!);
    }

    private async Task<string> TicketAsync(Login login)
    {
        using var reply = await SendAsync("POST", "/negotiate", login, login.Csrf, Own);
        return (string)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["ticket"]!;
    }

    private async Task<string?> CodeAsync(string method, string path, Login? login = null, string csrf = "", string origin = "")
    {
        using var reply = await SendAsync(method, path, login, csrf, origin);
        _renewed = CookieOf(reply) is { } cookie && login is not null ? login with { Cookie = cookie } : null;
        return (string?)JsonNode.Parse(await reply.Content.ReadAsStringAsync())!["code"];
    }

    private async Task<HttpResponseMessage> SendAsync(
        string method, string path, Login? login = null, string csrf = "", string origin = "", string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"/api/v1{path}", UriKind.Relative));
        if (login is not null)
            request.Headers.Add("Cookie", login.Cookie);
        if (csrf.Length > 0)
            request.Headers.Add("X-CSRF-Token", csrf);
        if (origin.Length > 0)
            request.Headers.Add("Origin", origin);
        if (token is not null)
            request.Headers.Add("Authorization", $"Bearer {token}");
        return await _http.SendAsync(request);
    }

    private Task<WsClient> OpenAsync(params (string, string)[] headers) =>
        WsClient.OpenAsync(new Uri($"ws://{_server.Http.Authority}/ws"), headers: headers);

    private static string? CookieOf(HttpResponseMessage reply) =>
        reply.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single().Split(';')[0] : null;

    private sealed record Login(string Cookie, string Csrf);
}

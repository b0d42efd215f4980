using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Streaming.Transport.Tests.Authentication;
using Xunit;

namespace Streaming.Transport.Tests.Conformance;

/// <summary>REST: docs/protocol.md, section 7.</summary>
public sealed class RestTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private StreamingServer _server = null!;
    private WsClient _ada = null!;

    public async Task InitializeAsync()
    {
        _server = await StreamingServer.StartAsync();
        _http.BaseAddress = _server.Http;
        _ada = await _server.ConnectAsync("ada");
        await _ada.JoinAsync("lobby");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _ada.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Post_IsLoggedAndDelivered()
    {
        using var response = await PostAsync("""{"data":{ "text":"hi"},"metadata":{"k":1},"thread_id":"t","content_type":"text/plain","user_id":"eve"}""");
        var body = await JsonAsync(response);
        var message = await _ada.EventAsync("message", "lobby");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(3, (long?)body["seq"]);
        Assert.Equal((string?)message["id"], (string?)body["message_id"]);
        Assert.Equal((string?)message["timestamp"], (string?)body["timestamp"]);
        Assert.Equal("ada", (string?)message["user_id"]);
        Assert.Equal("hi", (string?)message["data"]!["text"]);
        Assert.Equal(1, (int?)message["metadata"]!["k"]);
        Assert.Equal(("t", "text/plain"), ((string?)message["thread_id"], (string?)message["content_type"]));
    }

    [Fact]
    public async Task Post_WithTheSameKey_HasOneEffect_TheSameAsOverWebSocket()
    {
        using var first = await PostAsync("""{"data":1}""", key: "k-1");
        using var second = await PostAsync("""{"data":1}""", key: "k-1");
        var third = await _ada.SayAsync("lobby", 1, "k-1");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(3, (long?)third["data"]!["seq"]);
    }

    [Fact]
    public async Task Post_WithoutAKey_IsAnotherEachTime()
    {
        using var first = await PostAsync("""{"data":1}""");
        using var second = await PostAsync("""{"data":1}""");

        Assert.Equal(4, (long?)(await JsonAsync(second))["seq"]);
    }

    [Theory]
    [InlineData("lobby", """{}""", HttpStatusCode.BadRequest, "invalid_message")]
    [InlineData("lobby", """nonsense""", HttpStatusCode.BadRequest, "invalid_message")]
    [InlineData("lobby", "", HttpStatusCode.BadRequest, "invalid_message")]
    [InlineData("lobby", """{"data":1,"metadata":[]}""", HttpStatusCode.BadRequest, "invalid_message")]
    [InlineData("no%20room", """{"data":1}""", HttpStatusCode.BadRequest, "invalid_message")]
    [InlineData("nowhere", """{"data":1}""", HttpStatusCode.NotFound, "room_not_found")]
    public async Task Post_ThatCannotBeDone_IsAProblem(string room, string body, HttpStatusCode status, string code)
    {
        using var response = await PostAsync(body, room: room);
        var problem = await JsonAsync(response);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal((int)status, (int?)problem["status"]);
        Assert.NotEmpty((string)problem["detail"]!);
        Assert.NotEmpty((string)problem["title"]!);
    }

    [Fact]
    public async Task Post_OfWhoIsNoMember_IsForbidden()
    {
        using var response = await PostAsync("""{"data":1}""", user: "bob");

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal("not_a_member", (string?)(await JsonAsync(response))["code"]);
    }

    [Theory]
    [InlineData(65_536, HttpStatusCode.Created)]
    [InlineData(65_537, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(10_000_000, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Post_IsBoundedInSize(int size, HttpStatusCode status)
    {
        const string Start = "{\"data\":\"";
        using var response = await PostAsync(Start + new string('x', size - Start.Length - 2) + "\"}");

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task Post_OfSomethingOtherThanJson_IsRefused()
    {
        using var response = await _http.PostAsync(
            new Uri("/api/v1/rooms/lobby/messages?user_id=ada", UriKind.Relative), new StringContent("""{"data":1}""", Encoding.UTF8, "text/plain"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("Content-Type", (string)(await JsonAsync(response))["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WithALongKey_IsRefused()
    {
        using var response = await PostAsync("""{"data":1}""", key: new string('k', 65));

        Assert.Contains("Idempotency-Key", (string)(await JsonAsync(response))["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_IsHeldToTheUsersRate_AndToldWhenToComeBack()
    {
        for (int i = 0; i < 20; i++)
            await _ada.SayAsync("lobby", i);
        using var response = await PostAsync("""{"data":1}""");
        var problem = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("rate_limited", (string?)problem["code"]);
        Assert.True((bool?)problem["retryable"]);
        Assert.Equal(100, (int?)problem["retry_after_ms"]);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Post_PassesTheSameStages()
    {
        await using var server = await StreamingServer.StartAsync(options =>
            options.AddFilter<EmbeddingTests.Shouting>().AddValidator<EmbeddingTests.OnlyLoud>());
        await using var ada = await server.ConnectAsync("ada");
        await ada.JoinAsync("lobby");
        using var http = new HttpClient { BaseAddress = server.Http };
        using var rewritten = await http.PostAsJsonAsync(new Uri("/api/v1/rooms/lobby/messages?user_id=ada", UriKind.Relative), new { data = "hi" });
        using var refused = await http.PostAsJsonAsync(new Uri("/api/v1/rooms/lobby/messages?user_id=ada", UriKind.Relative), new { data = 123 });

        Assert.Equal(HttpStatusCode.Created, rewritten.StatusCode);
        Assert.Equal("HI", (string?)(await ada.EventAsync("message", "lobby"))["data"]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal("NOT_LOUD", (string?)(await JsonAsync(refused))["reason"]);
    }

    [Fact]
    public async Task History_IsThatOfTheWebSocket()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        for (int i = 0; i < 5; i++)
            await (i % 2 == 0 ? _ada : bob).SayAsync("lobby", i);
        var overSocket = await _ada.AskAsync(new JsonObject
        {
            ["type"] = "history", ["room_id"] = "lobby", ["data"] = new JsonObject { ["limit"] = 2, ["before_seq"] = 7 },
        });

        using var response = await _http.GetAsync(new Uri("/api/v1/rooms/lobby/history?user_id=ada&limit=2&before_seq=7", UriKind.Relative));

        // The guest's own name in the URL does not narrow the page to the guest's own messages.
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(overSocket["data"]!.ToJsonString(), (await JsonAsync(response)).ToJsonString());
    }

    [Theory]
    [InlineData("limit=0", HttpStatusCode.BadRequest, "limit must be a whole number from 1 to 200")]
    [InlineData("limit=ten", HttpStatusCode.BadRequest, "limit must be")]
    [InlineData("limit=1&limit=2", HttpStatusCode.BadRequest, "limit must be")]
    [InlineData("before_seq=-1", HttpStatusCode.BadRequest, "before_seq must be a whole number from 0")]
    [InlineData("after=yesterday", HttpStatusCode.BadRequest, "after must be a time")]
    [InlineData("search=", HttpStatusCode.BadRequest, "search must be")]
    public async Task History_WithAWrongQuery_IsAProblem(string query, HttpStatusCode status, string detail)
    {
        using var response = await _http.GetAsync(new Uri($"/api/v1/rooms/lobby/history?user_id=ada&{query}", UriKind.Relative));
        var problem = await JsonAsync(response);

        Assert.Equal(status, response.StatusCode);
        Assert.StartsWith(detail, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfWhoIsNoMember_IsForbidden()
    {
        using var response = await _http.GetAsync(new Uri("/api/v1/rooms/lobby/history?user_id=bob", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task GuestWithABadName_IsToldTheRule()
    {
        using var response = await _http.GetAsync(new Uri("/api/v1/rooms/lobby/history?user_id=bad%20name", UriKind.Relative));
        var problem = await JsonAsync(response);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_message", (string?)problem["code"]);
        Assert.StartsWith("user_id must be", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutCredentials_WhereTheyAreRequired_Is401()
    {
        await using var strict = await StreamingServer.StartAsync(options =>
        {
            options.RequireAuth = true;
            options.Jwt.Secret = TokenForge.Secret;
        });
        using var response = await _http.GetAsync(new Uri(strict.Http, "/api/v1/rooms/lobby/history"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("unauthorized", (string?)(await JsonAsync(response))["code"]);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Theory]
    [InlineData("https://chat.example", true)]
    [InlineData("https://evil.example", false)]
    public async Task Pages_OfOtherOrigins_MayReadIfTheyAreListed(string origin, bool isAllowed)
    {
        await using var strict = await StreamingServer.StartAsync(options => options.Origins = ["https://chat.example"]);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri(strict.Http, "/api/v1/rooms/lobby/messages"));
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await _http.SendAsync(preflight);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(strict.Http, "/api/v1/rooms/lobby/history"));
        request.Headers.Add("Origin", origin);
        using var response = await _http.SendAsync(request);

        Assert.Equal(isAllowed, answer.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(isAllowed, response.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(isAllowed ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, response.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string body, string? key = null, string room = "lobby", string user = "ada")
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, new Uri($"/api/v1/rooms/{room}/messages?user_id={user}", UriKind.Relative))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await _http.SendAsync(request);
    }

    private static async Task<JsonObject> JsonAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests.Authentication;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>What one of three nodes gives a user holds on the others, and ends on all of them.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private static readonly string Ann = TokenForge.Hs256("""{"sub":"ann","exp":4102444800,"rooms":["lobby"]}""");

    private readonly RedisProcess _redis = new("--save", "");
    private readonly HttpClient _http = new(new HttpClientHandler { UseCookies = false });
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(
            3, $"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}", "--Streaming:Limits:MaxConnectionsPerIp=0",
            $"--Streaming:Jwt:Secret={TokenForge.Secret}");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Ticket_OfOneNode_OpensOneConnectionToAnother()
    {
        string ticket = (string)(await AskAsync(0, "POST", "negotiate", token: Ann)).Body["ticket"]!;

        WsClient[] tries = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => OpenAsync(i % 3, $"?ticket={ticket}")));
        List<JsonObject> first = [];
        foreach (WsClient client in tries)
            first.Add(await client.NextAsync());

        Assert.Equal("ann", (string?)Assert.Single(first, static one => (string?)one["type"] == "welcome")["data"]!["user_id"]);
        WsClient ann = tries[first.FindIndex(static one => (string?)one["type"] == "welcome")];
        Assert.Equal("forbidden", (string?)(await ann.JoinAsync("elsewhere"))["error"]!["code"]);
        foreach (WsClient client in tries)
        {
            if (client != ann)
                Assert.Equal(4001, await client.CloseCodeAsync());
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Login_OnOneNode_HoldsOnAnother_AndIsEndedOnTheThird()
    {
        var (_, cookie, login) = await AskAsync(0, "POST", "sessions", token: Ann);
        string csrf = (string)login["csrf_token"]!;
        Assert.Equal("ann", (string?)(await AskAsync(1, "GET", "sessions", cookie)).Body["user_id"]);

        await using WsClient here = await OpenAsync(0, "", ("Cookie", cookie!), ("Origin", OriginOf(0)));
        await using WsClient there = await OpenAsync(1, "", ("Cookie", cookie!), ("Origin", OriginOf(1)));
        Assert.Equal("ann", (string?)(await here.TakeWelcomeAsync())["data"]!["user_id"]);
        Assert.Equal("ann", (string?)(await there.TakeWelcomeAsync())["data"]!["user_id"]);

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(2, "DELETE", "sessions", cookie, csrf)).Status);

        Assert.Equal(4001, await here.CloseCodeAsync());
        Assert.Equal(4001, await there.CloseCodeAsync());
        for (int node = 0; node < 3; node++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(node, "GET", "sessions", cookie)).Status);
    }

    private string OriginOf(int node) => $"http://{_cluster.Nodes[node].Address.Authority}";

    private Task<WsClient> OpenAsync(int node, string query, params (string, string)[] headers) =>
        WsClient.OpenAsync(new Uri($"ws://{_cluster.Nodes[node].Address.Authority}/ws{query}"), headers: headers);

    private async Task<(HttpStatusCode Status, string? Cookie, JsonNode Body)> AskAsync(
        int node, string method, string path, string? cookie = null, string? csrf = null, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_cluster.Nodes[node].Address, $"/api/v1/{path}"));
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        if (csrf is not null)
        {
            request.Headers.Add("X-CSRF-Token", csrf);
            request.Headers.Add("Origin", OriginOf(node));
        }

        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage reply = await _http.SendAsync(request);
        string? given = reply.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single().Split(';')[0] : null;
        return (reply.StatusCode, given, JsonNode.Parse(await reply.Content.ReadAsStringAsync())!);
    }
}

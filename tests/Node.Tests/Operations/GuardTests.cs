using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Node.Operations;
using Streaming.Support;

namespace Streaming.Node.Tests.Operations;

/// <summary>Who may operate the cluster, and who may not.</summary>
public sealed class GuardTests
{
    private const string Production = "Production";
    private const string Development = "Development";

    public static TheoryData<string, string> Endpoints => new()
    {
        { "GET", "status" },
        { "GET", "metrics" },
        { "GET", "members" },
        { "GET", "shards" },
        { "GET", "rooms/lobby" },
        { "GET", "rooms/lobby/log" },
        { "GET", "rooms/lobby/verification" },
        { "GET", "users/ann" },
        { "GET", "sessions" },
        { "GET", "webhooks" },
        { "GET", "webhooks/dead" },
        { "POST", "webhooks/billing/dead/1/retry" },
        { "POST", "webhooks/billing/dead/1/drop" },
        { "POST", "rebalance" },
        { "POST", "members/n1/drain" },
        { "GET", "what-is-not-there" },
        { "DELETE", "status" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Endpoint_TakesOperatorsOnly(string method, string path)
    {
        await using var nodes = await NodesInProcess.StartAsync(1, "--environment", Production);

        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), await AskAsync(nodes, method, path));
        Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), await AskAsync(nodes, method, path, "rubbish"));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await AskAsync(nodes, method, path, Tokens.For("ann")));
        Assert.Equal((HttpStatusCode.Forbidden, "forbidden"), await AskAsync(nodes, method, path, Tokens.For("ann", "admin operators")));

        (HttpStatusCode status, _) = await AskAsync(nodes, method, path, Tokens.For("olga", "chat operator"));
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.NotFound or HttpStatusCode.Conflict, $"{status}");
    }

    [Fact]
    public async Task Endpoints_AreAllInTheListAbove()
    {
        await using var nodes = await NodesInProcess.StartAsync(1, "--environment", Production);
        var mapped = nodes.Service<EndpointDataSource>(1).Endpoints.OfType<RouteEndpoint>()
            .Select(static endpoint => endpoint.RoutePattern)
            .Where(static pattern => pattern.RawText!.StartsWith("/cluster", StringComparison.Ordinal));

        string[] listed = [.. Endpoints.Select(static row => "/cluster/" + row[1])];
        var forgotten = mapped.Where(pattern => !listed.Any(path => Matches(pattern, path))).Select(static pattern => pattern.RawText);

        Assert.Empty(forgotten);
    }

    [Theory]
    [InlineData(Development, false, HttpStatusCode.OK)]
    [InlineData(Development, true, HttpStatusCode.Unauthorized)]
    [InlineData(Production, false, HttpStatusCode.Unauthorized)]
    [InlineData("Staging", false, HttpStatusCode.Unauthorized)]
    public async Task NoCredentials_AreEnough_OnADevelopersMachineWithoutAuthentication(string environment, bool requireAuth, HttpStatusCode expected)
    {
        await using var nodes = await NodesInProcess.StartAsync(1, "--environment", environment, $"--Streaming:RequireAuth={requireAuth}");

        (HttpStatusCode status, _) = await AskAsync(nodes, "GET", "status");

        Assert.Equal(expected, status);
    }

    [Fact]
    public async Task ApiKey_WithTheScope_IsLetIn_AndOneWithoutIsNot()
    {
        using var folder = new TestFolder("node");
        string file = folder.Write("keys.json", $$"""
            { "keys": [ { "name": "ops", "sha256": "{{Hash("ops-key")}}", "service": "ops", "scopes": ["operator"] },
                        { "name": "app", "sha256": "{{Hash("app-key")}}", "service": "app", "scopes": ["admin"] } ] }
            """);
        await using var nodes = await NodesInProcess.StartAsync(1, "--environment", Production, $"--Streaming:ApiKeys:File={file}");

        Assert.Equal(HttpStatusCode.OK, await WithKeyAsync(nodes, "ops-key"));
        Assert.Equal(HttpStatusCode.Forbidden, await WithKeyAsync(nodes, "app-key"));
        Assert.Equal(HttpStatusCode.Unauthorized, await WithKeyAsync(nodes, "no-key"));
    }

    [Theory]
    [InlineData("http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task PagesOfOtherOrigins_AreRefused_EvenWhereNobodyNeedsCredentials(string? origin, HttpStatusCode expected)
    {
        await using var nodes = await NodesInProcess.StartAsync(1, "--environment", Development);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(nodes.UrlOf(1), "/cluster/rebalance"));
        request.Headers.TryAddWithoutValidation("Origin", origin ?? nodes.UrlOf(1).GetLeftPart(UriPartial.Authority));

        using var response = await nodes.Http.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Credentials_AreNotTriedOutFasterThanElsewhere()
    {
        await using var nodes = await NodesInProcess.StartAsync(
            1, "--environment", Production, "--Streaming:Limits:MaxConnectionsPerIp=100", "--Streaming:RateLimit:FailedLogIns=1/s burst 2");

        for (int i = 0; i < 2; i++)
            Assert.Equal((HttpStatusCode.Unauthorized, "unauthorized"), await AskAsync(nodes, "GET", "status", "rubbish"));
        Assert.Equal((HttpStatusCode.TooManyRequests, "rate_limited"), await AskAsync(nodes, "GET", "status", "rubbish"));
    }

    [Fact]
    public void Notes_HoldNoLineEnds()
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path) = ("GET", "/cluster/rooms/a\nforged: olga asked for/log");

        Assert.DoesNotContain(OperatorGuard.Describe(request), char.IsControl);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> AskAsync(
        NodesInProcess nodes, string method, string path, string? token = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(nodes.UrlOf(1), $"/cluster/{path}"));
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await nodes.Http.SendAsync(request);
        Assert.True(response.Headers.CacheControl?.NoStore);
        if (response.IsSuccessStatusCode)
            return (response.StatusCode, null);

        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((int)response.StatusCode, problem.RootElement.GetProperty("status").GetInt32());
        return (response.StatusCode, problem.RootElement.GetProperty("code").GetString());
    }

    private static async Task<HttpStatusCode> WithKeyAsync(NodesInProcess nodes, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(nodes.UrlOf(1), "/cluster/status"));
        request.Headers.Add("X-API-Key", key);
        using var response = await nodes.Http.SendAsync(request);
        return response.StatusCode;
    }

    private static string Hash(string key) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)));

    private static bool Matches(RoutePattern pattern, string path) =>
        new Microsoft.AspNetCore.Routing.Template.TemplateMatcher(
            new Microsoft.AspNetCore.Routing.Template.RouteTemplate(pattern), []).TryMatch(path, []);
}

using System.Net;
using Streaming.Support;

namespace Streaming.Node.Tests.Pages;

public sealed class PageHeaderTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private NodeProcess _node = null!;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartAsync();
        _http.BaseAddress = _node.Address;
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _node.DisposeAsync();
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/nowhere")]
    public async Task Get_Anything_TellsBrowsersToTrustNothing(string path)
    {
        using var response = await _http.GetAsync(path);

        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("connect-src 'self';", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Contains("microphone=()", Assert.Single(response.Headers.GetValues("Permissions-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Get_Index_HasNoPolicyOfItsOwn()
    {
        Assert.DoesNotContain("Content-Security-Policy", await _http.GetStringAsync("/"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Get_Index_IsAskedForAgainAndCostsNothingUnchanged()
    {
        using var first = await _http.GetAsync("/");
        Assert.Equal((HttpStatusCode.OK, "text/html"), (first.StatusCode, first.Content.Headers.ContentType?.MediaType));
        Assert.True(first.Headers.CacheControl?.NoCache);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Theory]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/config/appsettings.json")]
    [InlineData("/config/appsettings.json")]
    [InlineData("/Streaming.Node.dll")]
    public async Task Get_FilesBesideThePage_AreNotServed(string path)
    {
        using var response = await _http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}

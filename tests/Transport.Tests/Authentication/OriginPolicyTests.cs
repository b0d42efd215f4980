using Microsoft.AspNetCore.Http;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings.Live;
using Xunit;

namespace Streaming.Transport.Tests.Authentication;

public sealed class OriginPolicyTests
{
    [Theory]
    [InlineData(null, true)] // not a browser
    [InlineData("https://app.example", true)]
    [InlineData("https://APP.example", true)]
    [InlineData("https://app.example:443", true)]
    [InlineData("http://app.example", false)]
    [InlineData("https://app.example:8443", false)]
    [InlineData("https://app.example.evil.test", false)]
    [InlineData("https://evil.test/https://app.example", false)]
    [InlineData("https://app.example@evil.test", false)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://localhost:3001", false)]
    [InlineData("https://chat.example:9000", true)] // the node's own page, behind a proxy that ends TLS
    [InlineData("http://chat.example:9000", true)]
    [InlineData("https://chat.example", false)]
    [InlineData("null", false)]
    [InlineData("", false)]
    [InlineData("file://", false)]
    [InlineData("chat.example:9000", false)]
    public void Allows_OnlyListedAndOwnOrigins(string? origin, bool allowed)
    {
        Assert.Equal(allowed, Policy("https://app.example/", "http://localhost:3000").Allows(Request(origin)));
    }

    [Theory]
    [InlineData("https://chat.example", "chat.example", true)]
    [InlineData("https://chat.example", "chat.example:443", true)]
    [InlineData("http://chat.example", "chat.example:80", true)]
    [InlineData("http://[::1]:8080", "[::1]:8080", true)]
    [InlineData("http://127.0.0.1:8080", "localhost:8080", false)]
    public void Allows_OwnPage_ByHostAndPort(string origin, string host, bool allowed)
    {
        Assert.Equal(allowed, Policy().Allows(Request(origin, host)));
    }

    [Theory]
    [InlineData("http", "http://chat.example:9000", true)]
    [InlineData("http", "https://chat.example:9000", true)] // a proxy that is not named to us may have ended TLS
    [InlineData("https", "https://chat.example:9000", true)]
    [InlineData("https", "http://chat.example:9000", false)] // somebody between put a page under our name
    public void Allows_OwnPage_ByTheSchemeWhereItIsKnown(string scheme, string origin, bool allowed)
    {
        var request = Request(origin);
        request.Scheme = scheme;

        Assert.Equal((allowed, allowed), (Policy().Allows(request), Policy().Names(request)));
    }

    [Fact]
    public void Allows_Any_TakesEverything()
    {
        Assert.True(Policy("*").Allows(Request("https://evil.test")));
        Assert.True(Policy("*").Allows(Request("null")));
    }

    [Fact]
    public void Allows_TwoOrigins_IsRefused()
    {
        var request = Request(null);
        request.Headers.Origin = new(["https://app.example", "https://evil.test"]);

        Assert.False(Policy("https://app.example").Allows(request));
    }

    private static OriginPolicy Policy(params string[] origins) => new(new LiveSettings(new StreamingOptions { Origins = origins }));

    private static HttpRequest Request(string? origin, string host = "chat.example:9000")
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (origin is not null)
            request.Headers.Origin = origin;
        return request;
    }
}

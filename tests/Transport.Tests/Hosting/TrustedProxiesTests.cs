using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Hosting;
using Xunit;

namespace Streaming.Transport.Tests.Hosting;

/// <summary>Whose word counts about who is behind a connection.</summary>
public sealed class TrustedProxiesTests
{
    // Two networks of proxies, and clients at 192.0.2.x.
    private static readonly TrustedProxies Proxies = new([IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("2001:db8:ff::/48")]);

    [Theory]
    [InlineData("10.0.0.1", null, "10.0.0.1")] // a proxy that says nothing
    [InlineData("10.0.0.1", "192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:10.0.0.1", "192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:ff::1", "192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:ff::1", "2001:db8:1::7", "2001:db8:1::7")]
    [InlineData("10.0.0.1", "192.0.2.1:4711", "192.0.2.1")]
    [InlineData("10.0.0.1", "[2001:db8:1::7]:4711", "2001:db8:1::7")]
    [InlineData("10.0.0.1", "192.0.2.1, 10.0.0.2", "192.0.2.1")] // two proxies
    [InlineData("10.0.0.1", "198.51.100.9, 192.0.2.1", "192.0.2.1")] // the client wrote the left one itself
    [InlineData("10.0.0.1", "10.0.0.9, 192.0.2.1", "192.0.2.1")] // and pretends to be a proxy
    [InlineData("10.0.0.1", "198.51.100.9, 192.0.2.1, 10.0.0.2", "192.0.2.1")]
    [InlineData("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3")] // a proxy is itself the client
    [InlineData("10.0.0.1", "nonsense", "10.0.0.1")]
    [InlineData("10.0.0.1", "192.0.2.1, nonsense", "10.0.0.1")]
    [InlineData("192.0.2.1", "198.51.100.9", "192.0.2.1")] // from anybody else it is ignored
    [InlineData("192.0.2.1", "10.0.0.1", "192.0.2.1")]
    [InlineData("11.0.0.1", "192.0.2.1", "11.0.0.1")]
    [InlineData("2001:db8:fe::1", "192.0.2.1", "2001:db8:fe::1")]
    public async Task Address_IsWhatATrustedProxySays_AndElseThePeers(string peer, string? header, string address)
    {
        var http = await PassAsync(peer, header is null ? [] : [("X-Forwarded-For", header)]);

        Assert.Equal(IPAddress.Parse(address), Plain(http.Connection.RemoteIpAddress!));
    }

    [Theory]
    [InlineData("10.0.0.1", "https", "https")]
    [InlineData("10.0.0.1", "http", "http")]
    [InlineData("10.0.0.1", "java script:", "http")]
    [InlineData("192.0.2.1", "https", "http")]
    public async Task Scheme_IsWhatATrustedProxySays_AndElseTheRequests(string peer, string header, string scheme)
    {
        var http = await PassAsync(peer, [("X-Forwarded-For", "192.0.2.7"), ("X-Forwarded-Proto", header)]);

        Assert.Equal(scheme, http.Request.Scheme);
    }

    [Theory]
    [InlineData("X-Real-IP", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1;proto=https")]
    [InlineData("X-Forwarded-Host", "evil.example")]
    public async Task OtherHeaders_AreNobodysWord(string header, string value)
    {
        var http = await PassAsync("10.0.0.1", [(header, value)]);

        Assert.Equal(
            (IPAddress.Parse("10.0.0.1"), "http", "chat.example"),
            (http.Connection.RemoteIpAddress, http.Request.Scheme, http.Request.Host.Value));
    }

    [Fact]
    public async Task ALongChain_IsFollowedForSixteenHops()
    {
        string chain = string.Join(", ", Enumerable.Range(1, 1000).Select(static i => $"10.1.{i / 256}.{i % 256}"));

        var http = await PassAsync("10.0.0.1", [("X-Forwarded-For", chain)]);

        Assert.Equal(IPAddress.Parse("10.1.3.217"), http.Connection.RemoteIpAddress); // 1000 - 15
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static async Task<HttpContext> PassAsync(string peer, (string Name, string Value)[] headers)
    {
        var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        Proxies.Configure(static rest => rest.Run(static _ => Task.CompletedTask))(app);
        var http = new DefaultHttpContext { RequestServices = services };
        http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        (http.Request.Scheme, http.Request.Host) = ("http", new HostString("chat.example"));
        foreach (var (name, value) in headers)
            http.Request.Headers[name] = value;
        await app.Build()(http);
        return http;
    }
}

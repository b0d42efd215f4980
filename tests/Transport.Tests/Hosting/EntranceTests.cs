using System.Net;
using Streaming.Actors.Limits;
using Streaming.Transport.Tests.Conformance;
using Xunit;

namespace Streaming.Transport.Tests.Hosting;

public sealed class EntranceTests
{
    private const int Burst = 3;

    /// <summary>What a page elsewhere can make its visitors' browsers fetch counts as no connection of their address.</summary>
    [Theory]
    [InlineData("/sse?room_id=lobby", "cross-site")]
    [InlineData("/sse?ticket=guess", "cross-site")]
    [InlineData("/sse", "same-site")]
    public async Task ImagesOfOtherPages_OpenNothing_AndUseUpNothing(string path, string site)
    {
        await using var server = await StreamingServer.StartAsync(static options =>
        {
            options.Limits.MaxConnectionsPerIp = 100;
            options.RateLimit.Handshakes = new RateLimit(PerSecond: 0.001, Burst, PerMinute: 0);
        });
        using var http = new HttpClient { BaseAddress = server.Http };

        for (int i = 0; i < 5 * Burst; i++)
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(path, site));
        for (int i = 0; i < Burst; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync("/sse?room_id=lobby", "same-origin"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync("/sse?room_id=lobby", "same-origin"));

        async Task<HttpStatusCode> StatusAsync(string path, string site)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Sec-Fetch-Site", site);
            using var reply = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            return reply.StatusCode;
        }
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>Three nodes whose Redis goes and comes back.</summary>
public sealed class RedisAwayTests(ThreeNodes three) : IClassFixture<ThreeNodes>
{
    private readonly ClusterUnderTest _cluster = three.Cluster;
    private readonly RedisProcess _redis = three.Redis;

    [Fact]
    public async Task Redis_GoneAndBack_PublishingIsUnavailableAtOnce_AndGoesOnWithinThreeSeconds()
    {
        using var http = new HttpClient();
        await using var ada = await _cluster.ConnectAsync(0, "ada");
        await ada.JoinAsync("lobby");
        await ada.SayAsync("lobby", "before");
        await _redis.KillAsync();

        // The first may find out; from then on it is known.
        await AnswerAsync(ada, "unavailable");
        var clock = Stopwatch.StartNew();
        var refused = await ada.SayAsync("lobby", "during");
        Assert.Equal("unavailable", (string?)refused["error"]?["code"]);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        using var health = await http.GetAsync(new Uri(_cluster.Nodes[0].Address, "/health/ready"));
        Assert.Equal(503, (int)health.StatusCode);

        await _redis.StartAsync();
        clock.Restart();
        await AnswerAsync(ada, code: null);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(3));
    }

    // Publishes until it is answered by this code, or by an ack.
    private static async Task AnswerAsync(WsClient client, string? code)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        while ((string?)(await client.SayAsync("lobby", "again"))["error"]?["code"] != code)
            await Task.Delay(1, deadline.Token);
    }
}

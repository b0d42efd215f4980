using System.Diagnostics;
using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>One user on three nodes is one user.</summary>
public sealed class RateLimitTests : IAsyncLifetime
{
    private const double PerSecond = 20;
    private const int Burst = 30;

    private readonly RedisProcess _redis = new("--save", "");
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(
            3, $"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}", "--Streaming:RateLimitEnabled=true",
            $"--Streaming:RateLimit:MessagesPerSecond={PerSecond}", $"--Streaming:RateLimit:BurstSize={Burst}", "--Streaming:RateLimit:MessagesPerMinute=100000");
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task AtThreeTimesTheLimit_TheRateAndTheBurstGetThrough_InAnyWindow()
    {
        WsClient[] clients = await Task.WhenAll(Enumerable.Range(0, 3).Select(node => _cluster.ConnectAsync(node, "ada")));
        foreach (WsClient client in clients)
            await client.JoinAsync("lobby");

        var clock = Stopwatch.StartNew();
        List<TimeSpan>[] granted = await Task.WhenAll(clients.Select(client => SendAsync(client, clock)));
        foreach (WsClient client in clients)
            await client.DisposeAsync();

        // A message was let through between its sending and its ack: in a window of acks nothing else can have been.
        TimeSpan[] all = [.. granted.SelectMany(static one => one).Order()];
        for (int from = 0; from < all.Length; from++)
        {
            for (int to = from; to < all.Length; to++)
            {
                double most = Burst + (PerSecond * ((all[to] - all[from]).TotalSeconds + Late));
                Assert.True(to - from + 1 <= most, $"{to - from + 1} from {all[from]} to {all[to]}, and {most:0.0} may be");
            }
        }

        // The burst at once, and then the rate: three nodes are no less than one.
        double expected = Burst + (PerSecond * all[^1].TotalSeconds);
        Assert.InRange(all.Length, 0.7 * expected, expected + 1);
    }

    // How much later than another an ack may come.
    private const double Late = 0.5;

    /// <summary>Sends at the whole limit by itself, for five seconds; when each ack came.</summary>
    private static async Task<List<TimeSpan>> SendAsync(WsClient client, Stopwatch clock)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1 / PerSecond));
        var granted = new List<TimeSpan>();
        while (clock.Elapsed < TimeSpan.FromSeconds(5) && await timer.WaitForNextTickAsync())
        {
            JsonObject answer = await client.SayAsync("lobby", "again");
            if ((string?)answer["type"] == "ack")
                granted.Add(clock.Elapsed);
            else
                Assert.Equal("rate_limited", (string?)answer["error"]!["code"]);
        }

        return granted;
    }
}

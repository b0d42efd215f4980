using System.Diagnostics;
using Streaming.Support;
using Streaming.Transport.Tests;

namespace Streaming.Cluster.Tests;

/// <summary>Nodes on a Redis that is guarded in every way and has a replica, with <c>Log:Ack = replicated</c>.</summary>
public sealed class ReplicatedTests : IAsyncLifetime
{
    private readonly RedisSentinel _redis = new([.. DocumentedRights.Read(), .. DocumentedRights.ForReplicas], "--save", "");
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(
            2, $"--Streaming:Redis:Configuration={_redis.Address}", $"--Streaming:Redis:CaFile={_redis.CaFile}", "--Streaming:Log:Ack=replicated");
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Failover_LosesNothingThatWasAcked_AndPublishingWaitsForANewReplica()
    {
        await using var sender = new SteadySender(_cluster, tolerated: "unavailable");
        await Eventually.HoldsAsync(() => sender.Acked.Count > 20);

        await _redis.Servers[0].KillAsync();
        await _redis.Servers[1].IsPromotedAsync();

        // It has no replica itself now: what it alone has is acked to nobody.
        int refused = sender.Refused;
        await Eventually.HoldsAsync(() => sender.Refused > refused + 10);
        await _redis.Servers[0].StartAsReplicaAsync(_redis.Servers[1]);
        int before = sender.Acked.Count;
        await Eventually.HoldsAsync(() => sender.Acked.Count > before + 20);
        await sender.StopAsync();

        Assert.Empty(sender.Errors);
        Assert.Equal(sender.Acked, (await _cluster.ReadAsync("lobby")).Take(sender.Acked.Count));
    }

    [Fact]
    public async Task Replica_Gone_PublishingIsUnavailableAtOnce_TheClusterStays_AndItGoesOnWhenTheReplicaIsBack()
    {
        await using var ada = await _cluster.ConnectAsync(0, "ada");
        await ada.JoinAsync("lobby");
        await ada.SayAsync("lobby", "before");
        await _redis.Servers[1].KillAsync();

        await AnswersAsync("unavailable");
        var clock = Stopwatch.StartNew();
        for (int i = 0; i < 5; i++)
            Assert.Equal("unavailable", (string?)(await ada.SayAsync("lobby", "during"))["error"]?["code"]);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        using var http = new HttpClient();
        Assert.True((await http.GetAsync(new Uri(_cluster.Nodes[0].Address, "/health/ready"))).IsSuccessStatusCode);

        await _redis.Servers[1].StartAsReplicaAsync(_redis.Servers[0]);
        await AnswersAsync(code: null);

        async Task AnswersAsync(string? code)
        {
            using var deadline = new CancellationTokenSource(Eventually.Patience);
            while ((string?)(await ada.SayAsync("lobby", "again"))["error"]?["code"] != code)
                await Task.Delay(1, deadline.Token);
        }
    }
}

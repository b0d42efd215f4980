using System.Diagnostics;
using System.Text.Json.Nodes;
using Streaming.Node;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>Three nodes that are one server.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    // It writes down what it has.
    private readonly RedisProcess _redis = new("--save", "", "--appendonly", "yes", "--appendfsync", "always");
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(3, $"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}");
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Message_FromOneNode_ReachesClientsOnAllOthers()
    {
        await using var ada = await _cluster.ConnectAsync(0, "ada");
        await using var bob = await _cluster.ConnectAsync(1, "bob");
        await using var cid = await _cluster.ConnectAsync(2, "cid");
        foreach (var one in new[] { ada, bob, cid })
            await one.JoinAsync("lobby");

        long seq = SeqOf((await ada.SayAsync("lobby", "hello"))["data"]!);

        foreach (var one in new[] { ada, bob, cid })
        {
            var heard = await one.EventAsync("message", "lobby");
            Assert.Equal(("hello", seq), ((string?)heard["data"], SeqOf(heard)));
        }
    }

    [Fact]
    public async Task Resume_OnAnotherNode_BringsWhatWasMissed_Once()
    {
        await using var ada = await _cluster.ConnectAsync(0, "ada");
        var bob = await _cluster.ConnectAsync(1, "bob");
        await ada.JoinAsync("lobby");
        var joined = (await bob.JoinAsync("lobby"))["data"]!;
        bob.Cut();
        await ada.SayAsync("lobby", "while you were out");

        await using var back = await _cluster.ConnectAsync(2, "bob", $"&resume_token={bob.ResumeToken}");
        var positions = new JsonObject { ["lobby"] = new JsonObject { ["seq"] = SeqOf(joined), ["epoch"] = (string)joined["epoch"]! } };
        await back.AskAsync(new JsonObject { ["type"] = "resume", ["data"] = new JsonObject { ["positions"] = positions } });

        Assert.True((bool)back.Welcome["data"]!["resumed"]!);
        Assert.Equal("while you were out", (string?)(await back.EventAsync("message", "lobby"))["data"]);
        await using var thief = await _cluster.ConnectAsync(0, "bob", $"&resume_token={bob.ResumeToken}");
        Assert.False((bool)thief.Welcome["data"]!["resumed"]!);
        await bob.DisposeAsync();
    }

    [Fact]
    public async Task RollingRestart_ClientsSeeNothingButReconnects()
    {
        await using var sender = new SteadySender(_cluster);
        for (int node = 0; node < 3; node++)
        {
            int before = sender.Acked.Count;
            Assert.Equal(ExitCode.Ok, await _cluster.RestartAsync(node));
            await Eventually.HoldsAsync(() => sender.Acked.Count > before + 10);
        }

        await sender.StopAsync();

        Assert.Empty(sender.Errors);
        Assert.Equal(sender.Acked, await _cluster.ReadAsync("lobby"));
    }

    [Fact]
    public async Task SecondNode_WithTheIdOfOneThatLives_IsRefused()
    {
        await using var second = NodeProcess.Launch([.. _cluster.ArgumentsOf("node1"), "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(ExitCode.Refused, await second.WaitForExitAsync());
        Assert.Equal(
            "Streaming:NodeId = \"node1\" (from command line --Streaming:NodeId): is the id of another node that lives in this cluster; each needs its own",
            Assert.Single(second.Errors));
    }

    [Fact]
    public async Task Node_WithAnotherNumberOfShards_IsRefused()
    {
        await using var other = NodeProcess.Launch(
            [.. _cluster.ArgumentsOf("node4"), "--Streaming:Cluster:Shards=64", "--urls", "http://127.0.0.1:0"]);

        Assert.Equal(ExitCode.Refused, await other.WaitForExitAsync());
        Assert.StartsWith("Streaming:Cluster:Shards = \"64\"", Assert.Single(other.Errors));
    }

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

    private static long SeqOf(JsonNode node) => (long)node["seq"]!;
}

using System.Text.Json.Nodes;
using Streaming.Node;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>Three nodes that are one server. Each test has rooms of its own, and leaves three nodes behind.</summary>
public sealed class ClusterTests(ThreeNodes three) : IClassFixture<ThreeNodes>
{
    private readonly ClusterUnderTest _cluster = three.Cluster;

    [Fact]
    public async Task Message_FromOneNode_ReachesClientsOnAllOthers()
    {
        await using var ada = await _cluster.ConnectAsync(0, "ada");
        await using var bob = await _cluster.ConnectAsync(1, "bob");
        await using var cid = await _cluster.ConnectAsync(2, "cid");
        foreach (var one in new[] { ada, bob, cid })
            await one.JoinAsync("hall");

        long seq = SeqOf((await ada.SayAsync("hall", "hello"))["data"]!);

        foreach (var one in new[] { ada, bob, cid })
        {
            var heard = await one.EventAsync("message", "hall");
            Assert.Equal(("hello", seq), ((string?)heard["data"], SeqOf(heard)));
        }
    }

    [Fact]
    public async Task Resume_OnAnotherNode_BringsWhatWasMissed_Once()
    {
        await using var ada = await _cluster.ConnectAsync(0, "ada");
        var bob = await _cluster.ConnectAsync(1, "bob");
        await ada.JoinAsync("tunnel");
        var joined = (await bob.JoinAsync("tunnel"))["data"]!;
        bob.Cut();
        await ada.SayAsync("tunnel", "while you were out");

        await using var back = await _cluster.ConnectAsync(2, "bob", $"&resume_token={bob.ResumeToken}");
        var positions = new JsonObject { ["tunnel"] = new JsonObject { ["seq"] = SeqOf(joined), ["epoch"] = (string)joined["epoch"]! } };
        await back.AskAsync(new JsonObject { ["type"] = "resume", ["data"] = new JsonObject { ["positions"] = positions } });

        Assert.True((bool)back.Welcome["data"]!["resumed"]!);
        Assert.Equal("while you were out", (string?)(await back.EventAsync("message", "tunnel"))["data"]);
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

    private static long SeqOf(JsonNode node) => (long)node["seq"]!;
}

using System.Text.Json.Nodes;
using StackExchange.Redis;
using Streaming.Node;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>The oldest part of a log is kept compressed, and nobody who reads it notices: on no node, and under no owner.</summary>
public sealed class PackedHistoryTests : IAsyncLifetime
{
    private const int Messages = 800;
    private readonly RedisProcess _redis = new("--save", "", "--appendonly", "yes", "--appendfsync", "always");
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(
            3, $"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}", "--Streaming:Log:UncompressedEntries=100");
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task History_AndReplay_GoThroughBlocks_OnEveryNode_UnderEveryOwner()
    {
        string[] expected = [.. Enumerable.Range(0, Messages).Select(static i => $"message {i}")];
        await using (var ada = await _cluster.ConnectAsync(0, "ada"))
        {
            await ada.JoinAsync("lobby");
            foreach (string text in expected)
                Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", text))["type"]);
        }

        await using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_redis.Port}");
        await Eventually.HoldsAsync(() => redis.GetServers().Single().Keys(pattern: "*:packed:lobby").Any());
        for (int node = 0; node < 3; node++)
        {
            Assert.Equal(expected, await HistoryAsync(node));
            Assert.Equal(ExitCode.Ok, await _cluster.RestartAsync(node));
        }

        Assert.Equal(expected, await HistoryAsync(1));
        Assert.Equal(expected, await _cluster.ReadAsync("lobby"));
    }

    /// <summary>All texts, oldest first, page by page as a client reads them.</summary>
    private async Task<IEnumerable<string>> HistoryAsync(int node)
    {
        await using var bob = await _cluster.ConnectAsync(node, "bob");
        await bob.JoinAsync("lobby");
        List<string> texts = [];
        long? before = null;
        while (true)
        {
            var query = new JsonObject { ["limit"] = 90 };
            if (before is not null)
                query["before_seq"] = before;
            JsonNode page = (await bob.AskAsync(new JsonObject { ["type"] = "history", ["room_id"] = "lobby", ["data"] = query }))["data"]!;
            texts.AddRange(page["messages"]!.AsArray().Select(static message => (string)message!["data"]!));
            if (!(bool)page["has_more"]!)
                return Enumerable.Reverse(texts);

            before = (long)page["first_seq"]!;
        }
    }
}

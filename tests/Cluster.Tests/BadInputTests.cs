using System.Diagnostics;
using System.Text;
using StackExchange.Redis;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>What a node makes of things in Redis that no node has put there so.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private readonly RedisProcess _process = new("--save", "");
    private ConnectionMultiplexer _redis = null!;
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _process.StartAsync();
        _redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_process.Port}");
        _cluster = await ClusterUnderTest.StartAsync(1, $"--Streaming:Redis:Configuration=127.0.0.1:{_process.Port}");
    }

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
        await _process.DisposeAsync();
    }

    [Fact]
    public async Task PeerMessages_OfAnUnknownVersionOrMalformed_AreLoggedOnce_AndDropped()
    {
        // In Protocol Buffers: version 99 from "n9", and what is no message at all.
        byte[] unknown = [0x08, 99, 0x12, 2, .. "n9"u8];
        byte[] malformed = [.. "not a frame"u8];
        for (int i = 0; i < 20; i++)
        {
            foreach (byte[] frame in (byte[][])[unknown, malformed])
                Assert.Equal(1, await _redis.GetSubscriber().PublishAsync(RedisChannel.Literal("streaming:peers:node1"), frame));
        }

        await using WsClient ada = await _cluster.ConnectAsync(0, "ada");
        await ada.JoinAsync("lobby");
        Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "still here"))["type"]);
        NodeProcess node = _cluster.Nodes[0];
        await Eventually.HoldsAsync(() => LinesWith(node, "sent what cannot be read") == 2);
        Assert.Equal(1, LinesWith(node, "Node n9 sent what cannot be read: version 99"));
    }

    [Fact]
    public async Task LogEntry_EditedByHand_IsReportedByVerify_AndStopsNothing()
    {
        string scribbled;
        await using (WsClient ada = await _cluster.ConnectAsync(0, "ada"))
        {
            await ada.JoinAsync("lobby");
            for (int i = 0; i < 5; i++)
                await ada.SayAsync("lobby", $"m{i}");
            Assert.Contains("verdict    good", await VerifyAsync(exitCode: 0));

            RedisKey log = _redis.GetServers()[0].Keys(pattern: "streaming:*:log:lobby").Single();
            scribbled = await ScribbleAsync(log);

            Assert.Contains($"{scribbled}  unreadable", await VerifyAsync(exitCode: 1));
            Assert.Equal("ack", (string?)(await ada.SayAsync("lobby", "the room goes on"))["type"]);
        }

        // Read anew, it does so too.
        await _cluster.RestartAsync(0);
        await using WsClient bob = await _cluster.ConnectAsync(0, "bob");
        await bob.JoinAsync("lobby");
        Assert.Equal("ack", (string?)(await bob.SayAsync("lobby", "and on"))["type"]);
        Assert.Contains($"{scribbled}  unreadable", await VerifyAsync(exitCode: 1));
    }

    private static int LinesWith(NodeProcess node, string text) =>
        node.Output.Split('\n').Count(line => line.Contains(text, StringComparison.Ordinal));

    // Entries cannot be put back in the middle of a stream, so all are written again.
    private async Task<string> ScribbleAsync(RedisKey log)
    {
        IDatabase database = _redis.GetDatabase();
        StreamEntry[] entries = await database.StreamRangeAsync(log);
        StreamEntry one = entries[^3];
        await database.KeyDeleteAsync(log);
        foreach (StreamEntry entry in entries)
            await database.StreamAddAsync(log, entry.Id == one.Id ? [new NameValueEntry("e", "hello")] : entry.Values, entry.Id);
        return ((string)one.Id!).Split('-')[0];
    }

    private async Task<string> VerifyAsync(int exitCode)
    {
        string program = Checkout.PathOf("src", "Cli", "bin", Checkout.Configuration, "net10.0", "streamctl.dll");
        using Process streamctl = Process.Start(new ProcessStartInfo(
            "dotnet", [program, "log", "verify", "lobby", "--url", _cluster.Nodes[0].Address.AbsoluteUri])
        { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 })!;
        string output = await streamctl.StandardOutput.ReadToEndAsync();
        await streamctl.WaitForExitAsync();
        Assert.Equal(exitCode, streamctl.ExitCode);
        return output;
    }
}

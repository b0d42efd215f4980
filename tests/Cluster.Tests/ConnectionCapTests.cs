using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>How many connections there may be is one number for three nodes, also over the death of one.</summary>
public sealed class ConnectionCapTests : IAsyncLifetime
{
    private const int Cap = 20;

    private readonly RedisProcess _redis = new("--save", "");
    private readonly List<WsClient> _here = [];
    private ClusterUnderTest _cluster = null!;

    public async Task InitializeAsync()
    {
        await _redis.StartAsync();
        _cluster = await ClusterUnderTest.StartAsync(
            3, $"--Streaming:Redis:Configuration=127.0.0.1:{_redis.Port}", $"--Streaming:Limits:MaxConnectionsPerIp={Cap}",
            "--Streaming:Limits:MaxConnectionsPerUser=3");
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _here)
            await client.DisposeAsync();
        await _cluster.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task TwoHundredFromOneAddress_AreTheCap_AndADeadNodesPlacesComeBack()
    {
        // One on each, so that each has some, and then all at once.
        for (int node = 0; node < 3; node++)
            Assert.True(await TryConnectAsync(node, $"first{node}"));
        bool[] got = await Task.WhenAll(Enumerable.Range(0, 197).Select(i => TryConnectAsync(i % 3, $"u{i}")));
        Assert.Equal(Cap, 3 + got.Count(static one => one));
        Assert.False(await TryConnectAsync(0, "late"));

        // The node that has some of them dies without a word.
        int lost = _here.Count(static client => (string)client.Welcome["data"]!["node_id"]! == "node3");
        Assert.InRange(lost, 1, Cap - 1);
        await _cluster.Nodes[2].KillAsync();
        int back = 0;
        await Eventually.HoldsAsync(() =>
        {
            if (TryConnectAsync(back % 2, $"again{back}").GetAwaiter().GetResult())
                back++;
            return back == lost;
        });
        Assert.False(await TryConnectAsync(0, "late"));
        Assert.False(await TryConnectAsync(1, "late"));
    }

    [Fact]
    public async Task AUsersCap_IsOneForAllNodes_AndResumingAtIt_Succeeds()
    {
        for (int node = 0; node < 3; node++)
            Assert.True(await TryConnectAsync(node, "ada"));
        for (int node = 0; node < 3; node++)
            Assert.False(await TryConnectAsync(node, "ada"));

        // On another node, while the connection before is still there.
        Assert.True(await TryConnectAsync(1, "ada", $"&resume_token={_here[0].ResumeToken}"));
        Assert.False(await TryConnectAsync(2, "ada"));
    }

    private async Task<bool> TryConnectAsync(int node, string user, string query = "")
    {
        WsClient client;
        try
        {
            client = await WsClient.OpenAsync(new Uri($"ws://{_cluster.Nodes[node].Address.Authority}/ws?user_id={user}{query}"));
        }
        catch (WebSocketException)
        {
            // So many are told at a time why they are refused that the rest is told in the handshake.
            return false;
        }

        JsonObject first = await client.TakeWelcomeAsync();
        if ((string?)first["type"] == "welcome")
        {
            lock (_here)
                _here.Add(client);
            return true;
        }

        Assert.Equal("connection_limit", (string?)first["error"]!["code"]);
        Assert.Equal(4010, await client.CloseCodeAsync());
        await client.DisposeAsync();
        return false;
    }
}

using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>Several real nodes on a real Redis of their own, which writes down what it has.</summary>
public sealed class ClusterUnderTest : IAsyncDisposable
{
    private readonly List<NodeProcess> _nodes = [];

    public RedisProcess Redis { get; } = new("--save", "", "--appendonly", "yes", "--appendfsync", "always");

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    public static async Task<ClusterUnderTest> StartAsync(int nodes)
    {
        var cluster = new ClusterUnderTest();
        try
        {
            await cluster.Redis.StartAsync();
            cluster._nodes.AddRange(await Task.WhenAll(Enumerable.Range(1, nodes).Select(i => cluster.LaunchAsync($"node{i}"))));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>What a node of this cluster is started with.</summary>
    public IEnumerable<string> ArgumentsOf(string id) =>
        [$"--Streaming:NodeId={id}", $"--Streaming:Redis:Configuration=127.0.0.1:{Redis.Port}", "--Streaming:RateLimitEnabled=false"];

    /// <summary>Ends a node as a service manager does, and starts it again under its name. Its number stays, its address does not.</summary>
    public async Task<int> RestartAsync(int index)
    {
        NodeProcess before = _nodes[index];
        await before.SignalAsync("TERM");
        int exitCode = await before.WaitForExitAsync();
        await before.DisposeAsync();
        _nodes[index] = await LaunchAsync($"node{index + 1}");
        return exitCode;
    }

    internal async Task<WsClient> ConnectAsync(int node, string user, string query = "")
    {
        Uri address = _nodes[node].Address;
        WsClient client = await WsClient.OpenAsync(new Uri($"ws://{address.Authority}/ws?user_id={user}{query}"));
        await client.TakeWelcomeAsync();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(static node => node.DisposeAsync().AsTask()));
        await Redis.DisposeAsync();
    }

    private Task<NodeProcess> LaunchAsync(string id) => NodeProcess.StartAsync(ArgumentsOf(id));
}

using System.Text.Json.Nodes;
using Streaming.Support;
using Streaming.Transport.Tests.Conformance;

namespace Streaming.Cluster.Tests;

/// <summary>Several real nodes that share a Redis.</summary>
/// <param name="arguments">What each is started with besides its name: where Redis is, and more.</param>
public sealed class ClusterUnderTest(params string[] arguments) : IAsyncDisposable
{
    private readonly List<NodeProcess> _nodes = [];

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    public static async Task<ClusterUnderTest> StartAsync(int nodes, params string[] arguments)
    {
        var cluster = new ClusterUnderTest(arguments);
        try
        {
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
        [$"--Streaming:NodeId={id}", "--Streaming:RateLimitEnabled=false", .. arguments];

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

    /// <summary>The texts of all messages in a room, from its beginning, as a client of the first node sees them.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string room)
    {
        await using WsClient reader = await ConnectAsync(0, "reader");
        JsonNode joined = (await reader.JoinAsync(room, new JsonObject { ["since"] = 0 }))["data"]!;
        var texts = new List<string>();
        for (long seq = 1; seq <= (long)joined["seq"]!; seq++)
        {
            JsonObject next = await reader.FindAsync(message => (long?)message["seq"] == seq);
            if ((string?)next["type"] == "message")
                texts.Add((string)next["data"]!);
        }

        return texts;
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(static node => node.DisposeAsync().AsTask()));

    private Task<NodeProcess> LaunchAsync(string id) => NodeProcess.StartAsync(ArgumentsOf(id));
}

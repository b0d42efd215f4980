using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Streaming.Node.Operations;
using Streaming.Support;

namespace Streaming.Node.Tests.Operations;

/// <summary>Any node answers for the whole cluster, and steers it.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private NodesInProcess _nodes = null!;

    public async Task InitializeAsync() => _nodes = await NodesInProcess.StartAsync(3, "--environment", "Development");

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task Status_HasTheNamesThatItsReadersKnow_AndOurs()
    {
        await _nodes.ConnectAsync(2, "ann");
        await NodesInProcess.UntilAsync(() => _nodes.Node(2).Shards.Current.Members.Sum(member => member.Info.Connections) == 1);

        var status = await _nodes.GetAsync(2, "/cluster/status");

        Assert.Equal(("n2", "healthy"), (Text(status, "serverId"), Text(status, "status")));
        Assert.Equal((1, 3), (status.GetProperty("connections").GetInt32(), status.GetProperty("clusterSize").GetInt32()));
        Assert.InRange(status.GetProperty("uptime").GetInt64(), 1, 600_000);
        Assert.Equal(("reachable", 1), (Text(status, "store"), status.GetProperty("total_connections").GetInt32()));
        Assert.Equal(16, status.GetProperty("shards").GetProperty("total").GetInt32());
        Assert.Equal(0, status.GetProperty("shards").GetProperty("misplaced").GetInt32());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", Text(status, "timestamp"));
    }

    [Fact]
    public async Task Metrics_HaveTheNamesThatTheirReadersKnow()
    {
        var metrics = await _nodes.GetAsync(1, "/cluster/metrics");

        Assert.Equal((3, 0), (metrics.GetProperty("totalServers").GetInt32(), metrics.GetProperty("totalConnections").GetInt32()));
        Assert.Equal(0, metrics.GetProperty("averageLoad").GetDouble());
        Assert.Equal("scale_down", Text(metrics, "recommendedAction")); // nobody is here
        Assert.NotNull(Text(metrics, "timestamp"));
    }

    [Fact]
    public async Task MembersAndShards_AreTheSameFromEveryNode()
    {
        for (int node = 1; node <= 3; node++)
        {
            var members = (await _nodes.GetAsync(node, "/cluster/members")).GetProperty("members").EnumerateArray().ToList();
            var shards = (await _nodes.GetAsync(node, "/cluster/shards")).GetProperty("shards").EnumerateArray().ToList();

            Assert.Equal(["n1", "n2", "n3"], members.Select(static member => Text(member, "node_id")));
            Assert.All(members, static member => Assert.Equal("serving", Text(member, "state")));
            Assert.Equal(Enumerable.Range(0, 16), shards.Select(static shard => shard.GetProperty("shard").GetInt32()));
            Assert.All(members, member => Assert.Equal(
                member.GetProperty("shards").GetInt32(), shards.Count(shard => Text(shard, "owner") == Text(member, "node_id"))));
            Assert.All(shards, static shard => Assert.Equal(Text(shard, "preferred"), Text(shard, "owner")));
        }
    }

    [Fact]
    public async Task Drain_OfAnotherNode_MovesItsShards_SendsItsClientsAway_AndLeavesItsProcess()
    {
        using var client = await _nodes.ConnectAsync(2, "ann", _nodes.RoomOn(3));

        var (status, answer) = await PostAsync(1, "members/n2/drain");

        Assert.Equal((HttpStatusCode.Accepted, "n2", "draining"), (status, Text(answer, "node_id"), Text(answer, "state")));
        Assert.False(answer.GetProperty("had_begun").GetBoolean());
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await CloseOfAsync(client));
        await NodesInProcess.UntilAsync(() => _nodes.Node(1).Shards.Current.Owners.All(owner => owner is { } one && one.Node.Value != "n2"));

        // It still says how it is, and that nothing should be sent there.
        Assert.Equal("draining", Text(await _nodes.GetAsync(2, "/cluster/status"), "status"));
        using var ready = await _nodes.Http.GetAsync(new Uri(_nodes.UrlOf(2), "/health/ready"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        var members = (await _nodes.GetAsync(3, "/cluster/members")).GetProperty("members").EnumerateArray();
        Assert.Equal(["serving", "draining", "serving"], members.Select(static member => Text(member, "state")));

        var (_, again) = await PostAsync(3, "members/n2/drain");
        Assert.True(again.GetProperty("had_begun").GetBoolean());
        Assert.False(_nodes.Service<IHostApplicationLifetime>(2).ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Drain_ThatIsToStop_EndsTheProcess()
    {
        await PostAsync(1, "members/n3/drain?stop=true");

        var lifetime = _nodes.Service<IHostApplicationLifetime>(3);
        await NodesInProcess.UntilAsync(() => lifetime.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Drain_OfTheLastNodeThatServes_HasToBeMeant()
    {
        await PostAsync(1, "members/n2/drain");
        await PostAsync(1, "members/n3/drain");
        await NodesInProcess.UntilAsync(() => _nodes.Node(1).Shards.Current.Members.Count(member => member.Info.IsDraining) == 2);

        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(1, "members/n1/drain")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await PostAsync(1, "members/n1/drain?force=true")).Status);
    }

    [Theory]
    [InlineData("members/n9/drain", HttpStatusCode.NotFound)]
    [InlineData("members/n1/drain?stop=perhaps", HttpStatusCode.BadRequest)]
    public async Task Drain_OfNoNode_OrInNoWay_IsRefused(string path, HttpStatusCode expected)
    {
        Assert.Equal(expected, (await PostAsync(2, path)).Status);
    }

    [Fact]
    public async Task Rebalance_TellsHowTheShardsAre()
    {
        var (status, members) = await PostAsync(1, "rebalance");

        Assert.Equal((HttpStatusCode.OK, 3), (status, members.GetProperty("members").GetArrayLength()));
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(int node, string path)
    {
        using var response = await _nodes.Http.PostAsync(new Uri(_nodes.UrlOf(node), $"/cluster/{path}"), content: null);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    private static async Task<WebSocketCloseStatus?> CloseOfAsync(ClientWebSocket client)
    {
        using var deadline = new CancellationTokenSource(NodeProcess.Deadline);
        while ((await client.ReceiveAsync(new byte[65_536], deadline.Token)).MessageType != WebSocketMessageType.Close)
        {
        }

        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
        return client.CloseStatus;
    }

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();
}

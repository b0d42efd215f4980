using Streaming.Node.Operations;

namespace Streaming.Cli.Tests;

/// <summary>The verbs about the cluster, pointed at three real nodes.</summary>
public sealed class ClusterCommandTests : IAsyncLifetime
{
    private NodesInProcess _nodes = null!;

    public async Task InitializeAsync() => _nodes = await NodesInProcess.StartAsync(3, "--environment", "Development");

    public async Task DisposeAsync() => await _nodes.DisposeAsync();

    [Fact]
    public async Task Show_SaysHowTheClusterIs()
    {
        Run run = await AskAsync("cluster show");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^cluster +3 nodes, release ", run.Lines[0]);
        Assert.Contains(run.Lines, static line => line.EndsWith("16, each where it should be", StringComparison.Ordinal));
        Assert.Contains(run.Lines, static line => line.StartsWith("n3 ", StringComparison.Ordinal));
        Assert.All(run.Lines, static line => Assert.Equal(line.TrimEnd(), line));
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Theory]
    [InlineData("cluster show", "serverId")]
    [InlineData("cluster members", "members")]
    [InlineData("cluster shards", "shards")]
    [InlineData("cluster rebalance", "members")]
    [InlineData("session show", "sessions")]
    [InlineData("user show ann", "user_id")]
    public async Task Json_IsWhatTheNodeSaid_OnOneLine(string command, string property)
    {
        Run run = await AskAsync(command + " --json");

        Assert.Equal((ExitCode.Ok, 1), (run.ExitCode, run.Lines.Length));
        Assert.True(run.Json.TryGetProperty(property, out _));
    }

    [Fact]
    public async Task Members_AreARowEach()
    {
        Run run = await AskAsync("cluster members");

        Assert.Equal(["NODE", "n1", "n2", "n3"], run.Lines.Select(static line => line.Split(' ')[0]));
        Assert.Matches(@"^NODE +STATE +SHARDS +CONNECTIONS +ROOMS +URL$", run.Lines[0]);
    }

    [Fact]
    public async Task Shards_AreShownByNode_OrEach_OrOfOneNode()
    {
        Assert.Equal(2 + 1 + 3, (await AskAsync("cluster shards")).Lines.Length);
        Assert.Equal(2 + 1 + 16, (await AskAsync("cluster shards --all")).Lines.Length);

        int owned = _nodes.Node(1).Shards.Current.Owners.Count(owner => owner?.Node.Value == "n2");
        Assert.Equal(2 + 1 + owned, (await AskAsync("cluster shards --all --node n2")).Lines.Length);
    }

    [Fact]
    public async Task Drain_WaitsUntilTheNodeIsEmpty()
    {
        Run run = await AskAsync("cluster drain n2");

        Assert.Equal((ExitCode.Ok, "n2 is drained: it serves no shard and no client\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.DoesNotContain(_nodes.Node(1).Shards.Current.Owners, static owner => owner?.Node.Value == "n2");
        Assert.Contains("1 of them draining", (await AskAsync("cluster show")).Lines[0]);
        Assert.Equal("n2", (await AskAsync("cluster drain n2 --json")).Json.GetProperty("node_id").GetString());
    }

    [Fact]
    public async Task Drain_OfAllButOne_IsDone_AndOfTheLastIsRefused_UnlessForced()
    {
        await AskAsync("cluster drain n2");
        await AskAsync("cluster drain n3");

        Assert.Equal(ExitCode.Refused, (await AskAsync("cluster drain n1")).ExitCode);
        Assert.Equal(ExitCode.Ok, (await AskAsync("cluster drain n1 --force")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await AskAsync("cluster drain n9 --no-wait")).ExitCode);
    }

    [Fact]
    public async Task Rebalance_EndsWithEveryShardWhereItShouldBe()
    {
        Run run = await AskAsync("cluster rebalance");

        Assert.Equal(ExitCode.Ok, run.ExitCode);
        Assert.Matches("^moved +0 shards$", run.Lines[0]);
    }

    private Task<Run> AskAsync(string command) => Run.OfAsync(_nodes.UrlOf(1), command);
}

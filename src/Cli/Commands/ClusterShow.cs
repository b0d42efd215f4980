using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>cluster show</c>.</summary>
internal sealed class ClusterShow(CommonOptions common, Terminal terminal)
    : ClusterCommand("show", "How the cluster is, at a glance", common, terminal)
{
    protected override async Task<int> RunAsync(Invocation run)
    {
        var status = await run.GetAsync<ClusterStatus>("status");
        if (run.Json)
        {
            run.Terminal.Write(status.Json);
            return ExitCode.Ok;
        }

        var metrics = await run.GetAsync<ClusterMetrics>("metrics");
        var members = await run.GetAsync<MemberList>("members");
        Show(run, status.Value, metrics.Value, members.Value);
        return ExitCode.Ok;
    }

    private static void Show(Invocation run, ClusterStatus status, ClusterMetrics metrics, MemberList members)
    {
        var facts = new Facts()
            .Add("cluster", Nodes(status))
            .Add("asked", $"{status.ServerId} at {run.Cluster.Url.AbsoluteUri.TrimEnd('/')}")
            .Add("health", new Cell(status.Status, HealthStyle(status.Status)))
            .Add("store", new Cell(status.Store, status.Store == "reachable" ? Looks.Good : Looks.Bad))
            .Add("shards", ShardWording.Of(status.Shards))
            .Add("connections", status.TotalConnections)
            .Add("rooms", Wording.Text($"{status.TotalRooms:N0} in memory"))
            .Add("load", Wording.Text($"{metrics.AverageLoad:P1} of the connections that fit; recommended: {metrics.RecommendedAction.Replace('_', ' ')}"));
        run.Terminal.Show(facts.Grid);
        run.Terminal.Blank();
        run.Terminal.Show(MemberTable.Of(members));
    }

    private static string Nodes(ClusterStatus status)
    {
        string draining = status.Draining > 0 ? Wording.Text($", {status.Draining} of them draining") : "";
        return Wording.Text($"{Wording.Count(status.ClusterSize, "node")}{draining}, release {status.Version}");
    }

    private static Spectre.Console.Style HealthStyle(string status) => status switch
    {
        "healthy" => Looks.Good,
        "unhealthy" => Looks.Bad,
        _ => Looks.Warning,
    };
}

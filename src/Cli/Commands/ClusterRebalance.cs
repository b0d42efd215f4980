using System.CommandLine;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>cluster rebalance</c>.</summary>
internal sealed class ClusterRebalance : ClusterCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private readonly Option<int> _wait = new("--wait")
    {
        Description = "Seconds to wait until every shard is where it should be", HelpName = "SECONDS", DefaultValueFactory = static _ => 30,
    };

    public ClusterRebalance(CommonOptions common, Terminal terminal)
        : base("rebalance", "Have every shard go where it should be, now; by itself that happens within half a second", common, terminal) =>
        Options.Add(_wait.Within(0, 86_400));

    protected override async Task<int> RunAsync(Invocation run)
    {
        var began = await run.PostAsync<MemberList>("rebalance");
        var now = began;
        var deadline = new Deadline(run.Time, TimeSpan.FromSeconds(run.Value(_wait)));
        while (!IsBalanced(now.Value) && !deadline.IsOver)
        {
            await run.WaitAsync(LookInterval);
            now = await run.GetAsync<MemberList>("members");
        }

        if (run.Json)
            run.Terminal.Write(now.Json);
        else
            Show(run, began.Value, now.Value);
        return IsBalanced(now.Value) ? ExitCode.Ok : ExitCode.Wrong;
    }

    private static bool IsBalanced(MemberList list) => list.Shards is { Unowned: 0, Misplaced: 0 };

    private static void Show(Invocation run, MemberList before, MemberList now)
    {
        long moved = before.Shards.Misplaced + before.Shards.Unowned - now.Shards.Misplaced - now.Shards.Unowned;
        run.Terminal.Show(new Facts()
            .Add("moved", Wording.Count(Math.Max(0, moved), "shard"))
            .Add("shards", ShardWording.Of(now.Shards))
            .Grid);
        run.Terminal.Blank();
        run.Terminal.Show(MemberTable.Of(now));
    }
}

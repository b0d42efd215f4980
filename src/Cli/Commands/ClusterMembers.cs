using System.CommandLine;
using Spectre.Console;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>cluster members</c>.</summary>
internal sealed class ClusterMembers : ClusterCommand
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on showing them, every second, until Ctrl-C" };

    public ClusterMembers(CommonOptions common, Terminal terminal)
        : base("members", "The nodes: what they own and carry", common, terminal) =>
        Options.Add(_watch);

    protected override async Task<int> RunAsync(Invocation run)
    {
        if (!run.Value(_watch))
        {
            Show(run, await run.GetAsync<MemberList>("members"), isOneOfMany: false);
            return ExitCode.Ok;
        }

        if (run.Json || !run.Terminal.IsInteractive)
            return await RepeatAsync(run);

        return await run.Terminal.Console.Live(new Text("")).AutoClear(false).StartAsync(live => DrawAsync(run, live));
    }

    private static async Task<int> DrawAsync(Invocation run, LiveDisplayContext live)
    {
        while (true)
        {
            live.UpdateTarget(MemberTable.Of((await run.GetAsync<MemberList>("members")).Value));
            await run.WaitAsync(WatchInterval);
        }
    }

    private static async Task<int> RepeatAsync(Invocation run)
    {
        while (true)
        {
            Show(run, await run.GetAsync<MemberList>("members"), isOneOfMany: true);
            await run.WaitAsync(WatchInterval);
        }
    }

    private static void Show(Invocation run, Reply<MemberList> members, bool isOneOfMany)
    {
        if (!run.Json)
            run.Terminal.Show(MemberTable.Of(members.Value));
        else if (isOneOfMany)
            run.Terminal.WriteLine(members.Json);
        else
            run.Terminal.Write(members.Json);
    }
}

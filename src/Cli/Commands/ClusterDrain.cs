using System.CommandLine;
using System.Text.Json;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>cluster drain</c>.</summary>
internal sealed class ClusterDrain : ClusterCommand
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);

    private readonly Argument<string> _node = new("NODE") { Description = "The node's id" };
    private readonly Option<bool> _stop = new("--stop") { Description = "End its process then" };
    private readonly Option<bool> _force = new("--force") { Description = "Even when no other node takes over" };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait until it is empty" };
    private readonly Option<int> _wait = new("--wait")
    {
        Description = "Seconds to wait until it is empty", HelpName = "SECONDS", DefaultValueFactory = static _ => 60,
    };

    public ClusterDrain(CommonOptions common, Terminal terminal)
        : base("drain", "Take a node out of use: its shards go to the others, its clients are told to come back elsewhere, and its "
            + "process stays, draining, until it is stopped", common, terminal)
    {
        Arguments.Add(_node);
        foreach (Option option in (Option[])[_stop, _force, _wait, _noWait])
            Options.Add(option);
        _wait.Within(0, 86_400);
    }

    protected override async Task<int> RunAsync(Invocation run)
    {
        string node = run.Value(_node);
        string query = $"?stop={Word(run.Value(_stop))}&force={Word(run.Value(_force))}";
        var begun = await run.PostAsync<JsonElement>($"members/{Invocation.Escape(node)}/drain{query}");
        if (run.Value(_noWait))
        {
            if (run.Json)
                run.Terminal.Write(begun.Json);
            else
                run.Terminal.Line($"{node} drains");
            return ExitCode.Ok;
        }

        var deadline = new Deadline(run.Time, TimeSpan.FromSeconds(run.Value(_wait)));
        while (true)
        {
            var left = await LookAsync(run, node);
            if (left.IsEmpty || deadline.IsOver)
                return Tell(run, left);

            await run.WaitAsync(LookInterval);
        }
    }

    private static string Word(bool flag) => flag ? "true" : "false";

    private async Task<DrainProgress> LookAsync(Invocation run, string node)
    {
        try
        {
            var members = (await run.GetAsync<MemberList>("members")).Value.Members;
            var member = members.FirstOrDefault(one => one.NodeId == node);
            bool someoneElseServes = members.Any(one => one.NodeId != node && !one.IsDraining);
            return member is null
                ? new DrainProgress(node, HasLeft: true, 0, 0)
                // Alone, it keeps its shards: there is nobody to have them.
                : new DrainProgress(node, HasLeft: false, someoneElseServes ? member.Shards : 0, member.Connections);
        }
        catch (FailedException failure) when (failure.ExitCode == ExitCode.Unreachable && run.Value(_stop))
        {
            // It was the one that we ask, and has ended.
            return new DrainProgress(node, HasLeft: true, 0, 0);
        }
    }

    private static int Tell(Invocation run, DrainProgress left)
    {
        if (run.Json)
            run.Terminal.Write(JsonSerializer.SerializeToElement(left, ClusterJson.Options));
        else if (left.HasLeft)
            run.Terminal.Line($"{left.NodeId} has left the cluster");
        else if (left.IsEmpty)
            run.Terminal.Line($"{left.NodeId} is drained: it serves no shard and no client");
        else
            run.Terminal.Remark($"{left.NodeId} still has {Wording.Count(left.Shards, "shard")} and {Wording.Count(left.Connections, "connection")}, and goes on draining");
        return left.IsEmpty ? ExitCode.Ok : ExitCode.Wrong;
    }

    /// <summary>What a draining node still has.</summary>
    private sealed record DrainProgress(string NodeId, bool HasLeft, int Shards, int Connections)
    {
        public bool IsEmpty => Shards == 0 && Connections == 0;
    }
}

using System.CommandLine;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary><c>cluster shards</c>.</summary>
internal sealed class ClusterShards : ClusterCommand
{
    private readonly Option<bool> _all = new("--all", "-a") { Description = "A row a shard, in place of a row a node" };
    private readonly Option<string?> _node = new("--node") { Description = "Only what this node owns", HelpName = "NODE" };

    public ClusterShards(CommonOptions common, Terminal terminal)
        : base("shards", "Which node owns which shard, and where each should be", common, terminal)
    {
        Options.Add(_all);
        Options.Add(_node);
    }

    protected override async Task<int> RunAsync(Invocation run)
    {
        var reply = await run.GetAsync<ShardList>("shards");
        if (run.Json)
        {
            run.Terminal.Write(reply.Json);
            return ExitCode.Ok;
        }

        string? node = run.Value(_node);
        Shard[] shown = [.. reply.Value.Shards.Where(shard => node is null || shard.Owner == node)];
        run.Terminal.Show(new Facts().Add("shards", ShardWording.Of(reply.Value.Counts)).Grid);
        run.Terminal.Blank();
        run.Terminal.Show(run.Value(_all) ? EachOf(shown).Table : ByNode(shown).Table);
        return ExitCode.Ok;
    }

    private static Listing ByNode(Shard[] shards)
    {
        var table = new Listing("NODE", "#SHARDS", "#LEAVING", "WHICH");
        foreach (var owned in shards.GroupBy(static shard => shard.Owner).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            table.Add(
                owned.Key is null ? new Cell("nobody", Looks.Bad) : owned.Key,
                owned.Count(),
                owned.Count(IsLeaving),
                Wording.Ranges(owned.Select(static shard => shard.Number)));
        }

        return table;
    }

    private static Listing EachOf(Shard[] shards)
    {
        var table = new Listing("#SHARD", "OWNER", "#TERM", "GOES TO");
        foreach (var shard in shards)
        {
            table.Add(
                shard.Number,
                shard.Owner is null ? new Cell("nobody", Looks.Bad) : shard.Owner,
                shard.Claim is { } claim ? claim : null,
                IsLeaving(shard) ? new Cell(shard.Preferred!, Looks.Warning) : null);
        }

        return table;
    }

    private static bool IsLeaving(Shard shard) => shard.Owner is not null && shard.Preferred is not null && shard.Preferred != shard.Owner;
}

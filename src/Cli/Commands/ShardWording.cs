using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary>How the shards are, in a few words.</summary>
internal static class ShardWording
{
    public static Cell Of(ShardCounts shards)
    {
        if (shards.Unowned > 0)
            return new Cell(Wording.Text($"{shards.Unowned} of {shards.Total} without an owner, {shards.Misplaced} on the move"), Looks.Bad);
        return shards.Misplaced > 0
            ? new Cell(Wording.Text($"{shards.Misplaced} of {shards.Total} on the move"), Looks.Warning)
            : new Cell(Wording.Text($"{shards.Total}, each where it should be"), Looks.Good);
    }
}

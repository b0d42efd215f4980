using Spectre.Console;
using Spectre.Console.Rendering;
using Streaming.Cli.Clusters;
using Streaming.Cli.Output;

namespace Streaming.Cli.Commands;

/// <summary>The nodes of a cluster, a row each. Columns in which all say the same, or nothing, are left out.</summary>
internal static class MemberTable
{
    public static IRenderable Of(MemberList list)
    {
        bool hasWeights = list.Members.Select(static member => member.Weight).Distinct().Count() > 1;
        bool hasVersions = list.Members.Select(static member => member.Version).Distinct().Count() > 1;
        bool hasRegions = list.Members.Any(static member => member.Region is not null);
        bool hasUptimes = list.Members.Any(static member => member.UptimeMs is not null);
        bool hasUrls = list.Members.Any(static member => member.Url is not null);
        bool isMoving = list.Members.Any(static member => member.Shards != member.PreferredShards);

        var table = new Listing([.. Columns<string>(
            "NODE", "STATE", "#SHARDS", "#GOAL", "#CONNECTIONS", "#ROOMS", "#WEIGHT", "UP", "VERSION", "REGION", "URL")]);
        foreach (var member in list.Members)
        {
            table.Add([.. Columns<Cell>(
                new Cell(member.NodeId, member.NodeId == list.AskedNode ? Looks.Heading : Style.Plain),
                new Cell(member.State, member.IsDraining ? Looks.Warning : Looks.Good),
                member.Shards,
                member.PreferredShards,
                member.Connections,
                member.Rooms,
                Wording.Text($"{member.Weight:0.##}"),
                member.UptimeMs is { } up ? Wording.Duration(TimeSpan.FromMilliseconds(up)) : null,
                member.Version,
                member.Region,
                member.Url)]);
        }

        return table.Table;

        IEnumerable<T> Columns<T>(T node, T state, T shards, T goal, T connections, T rooms, T weight, T up, T version, T region, T url)
        {
            (bool IsShown, T Column)[] all =
            [
                (true, node), (true, state), (true, shards), (isMoving, goal), (true, connections), (true, rooms), (hasWeights, weight),
                (hasUptimes, up), (hasVersions, version), (hasRegions, region), (hasUrls, url),
            ];
            return all.Where(static one => one.IsShown).Select(static one => one.Column);
        }
    }
}

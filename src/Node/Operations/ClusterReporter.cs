using Streaming.Actors;
using Streaming.Actors.Shards;
using Streaming.Node.Health;
using Streaming.Transport;
using Streaming.Transport.Hosting;

namespace Streaming.Node.Operations;

/// <summary>The cluster as this node sees it: every node knows all members, their load and who owns what.</summary>
internal sealed class ClusterReporter(
    StreamingNode node,
    HealthReporter health,
    IEnumerable<IConnectionGauge> connections,
    StreamingOptions options,
    Uptime uptime,
    TimeProvider time)
{
    // The rules of the guides that deployments of this kind follow: more nodes above 80 % of the connections that fit; fewer when
    // those that stay would still be below 60 %.
    private const double HighLoad = 0.8;
    private const double LowLoad = 0.6;

    public async Task<ClusterStatus> StatusAsync(CancellationToken cancellation)
    {
        var report = await health.ReportAsync(cancellation);
        var map = node.Shards.Current;
        return new ClusterStatus(
            node.Self.Value,
            report.Status,
            connections.Sum(static gauge => gauge.Live),
            (long)uptime.Elapsed.TotalMilliseconds,
            map.Members.Length,
            NodeVersion.Text,
            node.Shards.IsAway ? "away" : "reachable",
            map.Members.Sum(static member => (long)member.Info.Connections),
            map.Members.Sum(static member => (long)member.Info.Rooms),
            map.Members.Count(static member => member.Info.IsDraining),
            Count(map),
            time.GetUtcNow());
    }

    public ClusterMetrics Metrics()
    {
        var map = node.Shards.Current;
        int serving = map.Members.Count(static member => !member.Info.IsDraining);
        long total = map.Members.Sum(static member => (long)member.Info.Connections);
        return new ClusterMetrics(
            map.Members.Length, total, Math.Round(Load(total, serving), 4), Recommend(total, serving), time.GetUtcNow());
    }

    public MemberList Members()
    {
        var map = node.Shards.Current;
        var preferred = node.Operations.Preferred();
        return new MemberList(node.Self.Value, Count(map), [.. map.Members.Select(member => new MemberReport(
            member.Node.Value,
            member.Info.IsDraining ? "draining" : "serving",
            NullIfEmpty(member.Info.Url),
            NullIfEmpty(member.Info.Version),
            member.Info.Region,
            member.Info.Weight,
            StartOf(member),
            StartOf(member) is { } started ? (long)(time.GetUtcNow() - started).TotalMilliseconds : null,
            member.Info.Connections,
            member.Info.Rooms,
            map.Owners.Count(owner => owner?.Node == member.Node),
            preferred.Count(to => to == member.Node)))]);
    }

    public ShardList Shards()
    {
        var map = node.Shards.Current;
        var preferred = node.Operations.Preferred();
        return new ShardList(node.Self.Value, Count(map), [.. map.Owners.Select((owner, shard) => new ShardReport(
            shard,
            owner?.Node.Value,
            owner?.Term,
            owner is { } one ? ShardTerm.NumberOf(one.Term) : null,
            preferred[shard]?.Value))]);
    }

    private ShardCounts Count(ShardMap map)
    {
        var preferred = node.Operations.Preferred();
        return new ShardCounts(
            map.Owners.Length,
            map.Owners.Count(static owner => owner is null),
            map.Owners.Where((owner, shard) => owner is { } one && preferred[shard] is { } to && to != one.Node).Count());
    }

    private string Recommend(long total, int serving)
    {
        if (Load(total, serving) > HighLoad)
            return "scale_up";
        bool fewerWouldDo = options.Limits.MaxConnectionsPerNode > 0 && serving > 1 && Load(total, serving - 1) < LowLoad;
        return fewerWouldDo ? "scale_down" : "maintain";
    }

    private double Load(long total, int serving) =>
        options.Limits.MaxConnectionsPerNode == 0 || serving == 0
            ? 0
            : (double)total / ((long)options.Limits.MaxConnectionsPerNode * serving);

    private static DateTimeOffset? StartOf(ClusterMember member) =>
        member.Info.StartedAt == default ? null : member.Info.StartedAt;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}

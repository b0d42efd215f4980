namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/members</c>.</summary>
internal sealed record MemberList(string AskedNode, ShardCounts Shards, IReadOnlyList<ClusterMember> Members);

/// <summary>One node of the cluster.</summary>
internal sealed record ClusterMember(
    string NodeId,
    string State,
    string? Url,
    string? Version,
    string? Region,
    double Weight,
    long? UptimeMs,
    int Connections,
    int Rooms,
    int Shards,
    int PreferredShards)
{
    public bool IsDraining => State == "draining";
}

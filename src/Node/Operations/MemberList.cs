namespace Streaming.Node.Operations;

/// <summary><c>/cluster/members</c>.</summary>
internal sealed record MemberList(string AskedNode, ShardCounts Shards, IReadOnlyList<MemberReport> Members);

/// <summary>One node.</summary>
/// <param name="State"><c>serving</c> or <c>draining</c>.</param>
/// <param name="Weight">Its capacity, relative to the others'.</param>
/// <param name="UptimeMs">Null where the node does not say.</param>
/// <param name="Shards">Those it owns.</param>
/// <param name="PreferredShards">Those it should own with the members of now.</param>
internal sealed record MemberReport(
    string NodeId,
    string State,
    string? Url,
    string? Version,
    string? Region,
    double Weight,
    DateTimeOffset? StartedAt,
    long? UptimeMs,
    int Connections,
    int Rooms,
    int Shards,
    int PreferredShards);

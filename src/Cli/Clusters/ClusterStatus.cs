using System.Text.Json.Serialization;

namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/status</c>.</summary>
internal sealed record ClusterStatus(
    [property: JsonPropertyName("serverId")] string ServerId,
    string Status,
    [property: JsonPropertyName("clusterSize")] int ClusterSize,
    string Version,
    string Store,
    long TotalConnections,
    long TotalRooms,
    int Draining,
    ShardCounts Shards);

/// <summary>How the shards are spread.</summary>
internal sealed record ShardCounts(int Total, int Unowned, int Misplaced);

/// <summary><c>GET /cluster/metrics</c>.</summary>
internal sealed record ClusterMetrics(
    [property: JsonPropertyName("averageLoad")] double AverageLoad,
    [property: JsonPropertyName("recommendedAction")] string RecommendedAction);

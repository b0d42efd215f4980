using System.Text.Json.Serialization;

namespace Streaming.Node.Operations;

/// <summary><c>/cluster/status</c>. The first five are named as systems before this one named them.</summary>
/// <param name="ServerId">Which node answered.</param>
/// <param name="Status">That node's, as in <c>/health</c>.</param>
/// <param name="Connections">That node's.</param>
/// <param name="Uptime">That node's, in milliseconds.</param>
/// <param name="ClusterSize">Nodes that live, draining ones included.</param>
/// <param name="Store">Whether the node can reach the cluster's store: <c>reachable</c> or <c>away</c>; then the rest is what it knew last.</param>
/// <param name="TotalConnections">The cluster's, as its nodes said last.</param>
/// <param name="TotalRooms">Rooms in memory, likewise.</param>
/// <param name="Draining">Nodes that are on their way out.</param>
internal sealed record ClusterStatus(
    [property: JsonPropertyName("serverId")] string ServerId,
    string Status,
    long Connections,
    long Uptime,
    [property: JsonPropertyName("clusterSize")] int ClusterSize,
    string Version,
    string Store,
    long TotalConnections,
    long TotalRooms,
    int Draining,
    ShardCounts Shards,
    DateTimeOffset Timestamp);

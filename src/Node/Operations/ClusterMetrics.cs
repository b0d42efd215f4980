using System.Text.Json.Serialization;

namespace Streaming.Node.Operations;

/// <summary><c>/cluster/metrics</c>, named as systems before this one named it.</summary>
/// <param name="AverageLoad">Connections as a share of what the nodes may have, 0 to 1; 0 where there is no limit.</param>
/// <param name="RecommendedAction"><c>scale_up</c>, <c>scale_down</c> or <c>maintain</c>.</param>
internal sealed record ClusterMetrics(
    [property: JsonPropertyName("totalServers")] int TotalServers,
    [property: JsonPropertyName("totalConnections")] long TotalConnections,
    [property: JsonPropertyName("averageLoad")] double AverageLoad,
    [property: JsonPropertyName("recommendedAction")] string RecommendedAction,
    DateTimeOffset Timestamp);

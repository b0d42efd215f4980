using System.Text.Json.Serialization;

namespace Streaming.Node.Health;

/// <summary><c>/health</c>.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c>, <c>starting</c> or <c>draining</c>.</param>
/// <param name="Timestamp">When the question was answered, in UTC.</param>
/// <param name="NodeId">Which node answered.</param>
/// <param name="UptimeS">Whole seconds since the start.</param>
/// <param name="Version">What is running.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="Rooms">Rooms in memory.</param>
/// <param name="Services">Each part by name.</param>
internal sealed record HealthReport(
    string Status,
    string Timestamp,
    string NodeId,
    long UptimeS,
    string Version,
    long Connections,
    int Rooms,
    IReadOnlyDictionary<string, ServiceReport> Services) : IHealthAnswer
{
    [JsonIgnore]
    public bool IsGood => Status is "healthy" or "degraded";
}

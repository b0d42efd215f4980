using System.Text.Json.Serialization;

namespace Streaming.Node.Health;

/// <summary><c>/health/live</c>.</summary>
internal sealed record LiveReport(string Status) : IHealthAnswer
{
    [JsonIgnore]
    public bool IsGood => true;
}

using System.Text.Json.Serialization;

namespace Streaming.Node.Health;

/// <summary><c>/health/ready</c>.</summary>
/// <param name="Status"><c>ready</c>, or why not: <c>starting</c>, <c>draining</c>, <c>unhealthy</c>.</param>
internal sealed record ReadyReport(string Status) : IHealthAnswer
{
    public const string Ready = "ready";

    [JsonIgnore]
    public bool IsGood => Status == Ready;
}

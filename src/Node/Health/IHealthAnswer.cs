using System.Text.Json.Serialization;

namespace Streaming.Node.Health;

/// <summary>The body of a health answer, which also decides between 200 and 503.</summary>
internal interface IHealthAnswer
{
    [JsonIgnore]
    bool IsGood { get; }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace Streaming.Node.Health;

/// <summary>Field names in snake_case, as everywhere on the wire.</summary>
internal static class HealthJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}

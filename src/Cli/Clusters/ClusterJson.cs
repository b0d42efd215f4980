using System.Text.Encodings.Web;
using System.Text.Json;

namespace Streaming.Cli.Clusters;

/// <summary>How nodes write their answers. Fields that a newer node adds are passed over.</summary>
internal static class ClusterJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

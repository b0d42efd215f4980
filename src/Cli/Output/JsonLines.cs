using System.Text.Json;
using Streaming.Cli.Clusters;

namespace Streaming.Cli.Output;

/// <summary>Answers for programs: as the node gave them, indented only where somebody looks at them.</summary>
internal static class JsonLines
{
    private static readonly JsonSerializerOptions Indented = new(ClusterJson.Options) { WriteIndented = true };

    /// <summary>One document.</summary>
    public static void Write(this Terminal terminal, JsonElement json) =>
        terminal.Output.WriteLine(JsonSerializer.Serialize(json, terminal.IsInteractive ? Indented : ClusterJson.Options));

    /// <summary>One of many: a line each, so that a reader knows where the next begins.</summary>
    public static void WriteLine(this Terminal terminal, JsonElement json)
    {
        terminal.Output.WriteLine(JsonSerializer.Serialize(json, ClusterJson.Options));
        terminal.Output.Flush();
    }
}

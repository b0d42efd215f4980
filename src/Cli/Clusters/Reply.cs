using System.Text.Json;

namespace Streaming.Cli.Clusters;

/// <summary>A node's answer: read for people, and as it came for programs.</summary>
internal sealed record Reply<T>(T Value, JsonElement Json);

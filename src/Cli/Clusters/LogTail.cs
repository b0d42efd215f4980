using System.Text.Json;

namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/rooms/{room}/log</c>: entries as clients are told them, oldest first.</summary>
internal sealed record LogTail(string Epoch, long FirstSeq, long Head, IReadOnlyList<JsonElement> Entries);

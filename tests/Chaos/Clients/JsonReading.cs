using System.Text.Json;

namespace Streaming.Chaos.Clients;

/// <summary>Short ways into what the server says.</summary>
internal static class JsonReading
{
    public static string? TextOf(this JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static long? NumberOf(this JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetInt64()
            : null;

    public static bool IsTrue(this JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    public static JsonElement? PartOf(this JsonElement json, string field) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(field, out var value) ? value : null;

    /// <summary>The code of an <c>error</c>; null for anything else.</summary>
    public static string? ErrorCode(this JsonElement message) => message.PartOf("error")?.TextOf("code");

    /// <summary>The epoch in the id of a logged event, <c>{epoch}-{seq}</c>.</summary>
    public static string EpochOf(string eventId) => eventId[..eventId.LastIndexOf('-')];
}

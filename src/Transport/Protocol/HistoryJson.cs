using System.Text.Json;
using Streaming.Actors.History;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Protocol;

/// <summary>A page of history, the same over WebSocket and REST.</summary>
internal static class HistoryJson
{
    public static void Write(Utf8JsonWriter json, RoomId room, HistoryPage page)
    {
        json.WriteStartObject();
        json.WriteStartArray("messages"u8);
        foreach (var message in page.Messages)
            EventJson.WriteLogged(json, room, page.Epoch, message);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, page.HasMore);
        json.WriteNumber("first_seq"u8, page.FirstSeq);
        json.WriteNumber("last_seq"u8, page.LastSeq);
        json.WriteString("epoch"u8, page.Epoch.Value);
        json.WriteEndObject();
    }
}

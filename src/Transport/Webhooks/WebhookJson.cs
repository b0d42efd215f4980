using System.Text.Json;
using Streaming.Actors.Webhooks;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Webhooks;

/// <summary>Events as webhooks are told them (docs/operations.md): around what listeners of the room are told.</summary>
internal static class WebhookJson
{
    /// <summary>One JSON object.</summary>
    public static void Write(Utf8JsonWriter json, WebhookEvent e)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, e.Id);
        json.WriteString("type"u8, WebhookTypes.NameOf(e.Type));
        json.WriteString("room_id"u8, e.Room.Value);
        json.WriteTime("timestamp"u8, e.Timestamp);
        json.WritePropertyName("data"u8);
        if (e.Logged is { } logged)
            EventJson.WriteLogged(json, e.Room, e.Epoch, logged);
        else if (e.Presence is { } presence)
            EventJson.WriteEphemeral(json, e.Room, presence);
        else
            WritePresent(json, e.Present);
        json.WriteEndObject();
    }

    private static void WritePresent(Utf8JsonWriter json, int present)
    {
        json.WriteStartObject();
        json.WriteNumber("present"u8, present);
        json.WriteEndObject();
    }
}

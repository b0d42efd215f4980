using System.Text.Json;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Protocol;

/// <summary>Where something happens: a room, or a channel.</summary>
internal static class PlaceJson
{
    /// <summary>Writes <c>room_id</c>, or <c>channel_id</c> for a room that hosts a channel.</summary>
    public static void WritePlace(this Utf8JsonWriter json, RoomId room)
    {
        if (ChannelId.Of(room) is { } channel)
            json.WriteString("channel_id"u8, channel.Value);
        else
            json.WriteString("room_id"u8, room.Value);
    }
}

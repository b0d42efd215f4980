using System.Text.Json;
using Streaming.Actors.Directories;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>What is known of rooms beside their logs, as REST shows it.</summary>
internal static class DirectoryJson
{
    public static void WriteListing(Utf8JsonWriter json, ListingPage page) => WritePage(json, "rooms"u8, page.Rooms, page.Next?.Value, Write);

    public static void WriteRooms(Utf8JsonWriter json, UserRoomsPage<EnteredRoom> page) =>
        WritePage(json, "rooms"u8, page.Rooms, page.Next?.Value, static (json, one) => RoomJson.Write(json, one.Room, one.Info));

    public static void WriteUnread(Utf8JsonWriter json, UserRoomsPage<UnreadRoom> page) =>
        WritePage(json, "rooms"u8, page.Rooms, page.Next?.Value, Write);

    public static void WriteMarkers(Utf8JsonWriter json, MarkersPage page) =>
        WritePage(json, "markers"u8, page.Markers, page.Next?.Value, WriteMarker);

    /// <summary>One JSON object.</summary>
    public static void WriteMarker(Utf8JsonWriter json, ReadMarker marker)
    {
        json.WriteStartObject();
        json.WriteString("user_id"u8, marker.User.Value);
        json.WriteNumber("seq"u8, marker.Seq);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ListedRoom room)
    {
        json.WriteStartObject();
        json.WriteString("room_id"u8, room.Room.Value);
        json.WriteOptional("owner"u8, room.Owner?.Value);
        json.WriteTime("created_at"u8, room.CreatedAt);
        json.WriteNumber("member_count"u8, room.MemberCount);
        json.WriteOptional("name"u8, room.Name);
        json.WriteOptional("description"u8, room.Description);
        json.WriteOptional("category"u8, room.Category);
        json.WriteNumber("max_members"u8, room.MaxMembers);
        json.WriteStartArray("tags"u8);
        foreach (string tag in room.Tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, UnreadRoom room)
    {
        json.WriteStartObject();
        json.WriteString("room_id"u8, room.Room.Value);
        json.WriteString("epoch"u8, room.Epoch.Value);
        json.WriteNumber("last_seq"u8, room.LastSeq);
        json.WriteNumber("marker"u8, room.Marker);
        json.WriteNumber("unread"u8, room.Count);
        if (room.IsCapped)
            json.WriteBoolean("capped"u8, true);
        json.WriteEndObject();
    }

    private static void WritePage<T>(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<T> items, string? next, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject();
        json.WriteStartArray(name);
        foreach (var item in items)
            write(json, item);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, next is not null);
        json.WriteOptional("next"u8, next);
        json.WriteEndObject();
    }
}

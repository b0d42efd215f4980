using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>What only REST answers.</summary>
internal static class RestJson
{
    /// <param name="published">Where the change stands in the log; null: it was so already.</param>
    public static void WriteChange(Utf8JsonWriter json, RoomReply.Published? published)
    {
        json.WriteStartObject();
        json.WriteBoolean("changed"u8, published is not null);
        if (published is not null)
            ServerJson.WritePublishedFields(json, published.Message, published.Timestamp);
        json.WriteEndObject();
    }

    /// <summary>It was done, and has no place in the log that would matter.</summary>
    public static void WriteChanged(Utf8JsonWriter json, bool changed)
    {
        json.WriteStartObject();
        json.WriteBoolean("changed"u8, changed);
        json.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter json, RoomReply.MembersRead read)
    {
        json.WriteStartObject();
        json.WriteStartArray("members"u8);
        foreach (var member in read.Members)
            RoomJson.Write(json, member);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, read.HasMore);
        json.WriteNumber("total"u8, read.Total);
        json.WriteEndObject();
    }

    public static void WriteInvites(Utf8JsonWriter json, RoomReply.InvitesRead read)
    {
        json.WriteStartObject();
        json.WriteStartArray("invites"u8);
        foreach (var invite in read.Invites)
            RoomJson.Write(json, invite);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteModeration(Utf8JsonWriter json, RoomId room, RoomReply.ModerationRead read)
    {
        json.WriteStartObject();
        json.WriteStartArray("entries"u8);
        foreach (var entry in read.Entries)
            RoomJson.Write(json, room, read.Epoch, entry);
        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, read.HasMore);
        json.WriteEndObject();
    }

    /// <param name="connections">That something was done to.</param>
    public static void WriteReached(Utf8JsonWriter json, int connections)
    {
        json.WriteStartObject();
        json.WriteNumber("connections"u8, connections);
        json.WriteEndObject();
    }
}

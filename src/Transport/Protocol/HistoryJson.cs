using System.Collections.Immutable;
using System.Text.Json;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Protocol;

/// <summary>Messages as they are now: a page of history, the same over WebSocket and REST, or what is pinned.</summary>
internal static class HistoryJson
{
    public static void Write(Utf8JsonWriter json, RoomId room, HistoryPage page)
    {
        json.WriteStartObject();
        WriteRows(json, room, page.Epoch, page.Messages);
        json.WriteBoolean("has_more"u8, page.HasMore);
        json.WriteNumber("first_seq"u8, page.FirstSeq);
        json.WriteNumber("last_seq"u8, page.LastSeq);
        json.WriteString("epoch"u8, page.Epoch.Value);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, RoomId room, PinnedMessages pins)
    {
        json.WriteStartObject();
        WriteRows(json, room, pins.Epoch, pins.Messages);
        json.WriteString("epoch"u8, pins.Epoch.Value);
        json.WriteEndObject();
    }

    /// <summary>A message as it would be delivered now, and what became of it.</summary>
    public static void WriteRow(Utf8JsonWriter json, RoomId room, Epoch epoch, HistoryRow row)
    {
        json.WriteStartObject();
        EventJson.WriteLoggedFields(json, room, epoch, row.Message);
        if (row.Summary is { } summary)
            WriteSummary(json, summary);
        json.WriteEndObject();
    }

    private static void WriteRows(Utf8JsonWriter json, RoomId room, Epoch epoch, ImmutableArray<HistoryRow> rows)
    {
        json.WriteStartArray("messages"u8);
        foreach (var row in rows)
            WriteRow(json, room, epoch, row);
        json.WriteEndArray();
    }

    private static void WriteSummary(Utf8JsonWriter json, MessageSummary summary)
    {
        if (summary.DeletedAt is { } deleted)
            json.WriteTime("deleted_at"u8, deleted);
        json.WriteOptional("deleted_by"u8, summary.DeletedBy?.Value);
        if (summary.EditedAt is { } edited)
            json.WriteTime("edited_at"u8, edited);
        json.WriteOptional("edited_by"u8, summary.EditedBy?.Value);
        if (summary.PinnedBy is not null)
            json.WriteBoolean("pinned"u8, true);
        if (!summary.Reactions.IsEmpty)
            WriteReactions(json, summary);
    }

    private static void WriteReactions(Utf8JsonWriter json, MessageSummary summary)
    {
        json.WriteStartObject("reactions"u8);
        foreach (ReactionSummary reaction in summary.Reactions)
        {
            json.WriteStartObject(reaction.Reaction);
            json.WriteNumber("count"u8, reaction.Count);
            json.WriteStartArray("user_ids"u8);
            foreach (UserId user in reaction.Users)
                json.WriteStringValue(user.Value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

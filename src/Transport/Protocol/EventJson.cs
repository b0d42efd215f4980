using System.Diagnostics;
using System.Text.Json;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Protocol;

/// <summary>What happens in a room, as listeners are told it (docs/protocol.md, sections 2 and 4).</summary>
public static class EventJson
{
    /// <summary>A logged event: one JSON object.</summary>
    public static void WriteLogged(Utf8JsonWriter json, RoomId room, Epoch epoch, RoomEvent logged)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(logged);
        json.WriteStartObject();
        json.WriteMessageId("id"u8, new MessageId(epoch, logged.Seq));
        json.WriteString("type"u8, TypeOf(logged));
        if (logged is RoomCreated)
            json.WriteString("event"u8, "room_created"u8);
        else if (logged is EntryUnreadable)
            json.WriteString("event"u8, "unreadable"u8);
        json.WriteString("room_id"u8, room.Value);
        json.WriteOptional("user_id"u8, logged.By.Value);
        WriteContent(json, logged);
        json.WriteTime("timestamp"u8, logged.Timestamp);
        json.WriteNumber("seq"u8, logged.Seq);
        json.WriteEndObject();
    }

    /// <summary>An ephemeral event: one JSON object, without id and seq.</summary>
    internal static void WriteEphemeral(Utf8JsonWriter json, RoomId room, EphemeralEvent what)
    {
        json.WriteStartObject();
        switch (what)
        {
            case TypingChanged typing:
                json.WriteString("type"u8, "typing"u8);
                json.WriteString("event"u8, typing.IsTyping ? "start"u8 : "stop"u8);
                json.WriteString("room_id"u8, room.Value);
                json.WriteString("user_id"u8, typing.User.Value);
                break;
            case PresenceChanged presence:
                json.WriteString("type"u8, "presence"u8);
                json.WriteString("event"u8, "diff"u8);
                json.WriteString("room_id"u8, room.Value);
                WriteRoster(json, presence.Version, "changes"u8, presence.Changes.AsSpan());
                break;
            case PresenceReplaced replaced:
                WriteSnapshotFields(json, id: null, room, replaced.Roster);
                break;
            default:
                throw new UnreachableException();
        }

        json.WriteEndObject();
    }

    /// <summary>A listener's position means nothing any more; the next logged event is <c>data.seq</c> + 1.</summary>
    internal static void WriteReset(Utf8JsonWriter json, FeedReset reset)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "system"u8);
        json.WriteString("event"u8, "reset"u8);
        json.WriteString("room_id"u8, reset.Room.Value);
        json.WriteStartObject("data"u8);
        json.WriteString("epoch"u8, reset.Epoch.Value);
        json.WriteNumber("seq"u8, reset.Position);
        json.WriteNumber("first_seq"u8, reset.FirstSeq);
        json.WriteBoolean("recovered"u8, false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Who is in a room now. The id is that of the request it answers, if it answers one.</summary>
    internal static void WriteSnapshot(Utf8JsonWriter json, RequestId? id, RoomId room, RosterSnapshot roster)
    {
        json.WriteStartObject();
        WriteSnapshotFields(json, id, room, roster);
        json.WriteEndObject();
    }

    /// <summary>The type of a logged event, which is also its name in a stream of server-sent events.</summary>
    internal static ReadOnlySpan<byte> TypeOf(RoomEvent logged) => logged switch
    {
        MessagePublished => "message"u8,
        MemberJoined => "join"u8,
        MemberLeft => "leave"u8,
        RoomCreated or EntryUnreadable => "system"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>The type of an ephemeral event, which is also its name in a stream of server-sent events.</summary>
    internal static ReadOnlySpan<byte> TypeOf(EphemeralEvent what) => what switch
    {
        TypingChanged => "typing"u8,
        PresenceChanged or PresenceReplaced => "presence"u8,
        _ => throw new UnreachableException(),
    };

    private static void WriteContent(Utf8JsonWriter json, RoomEvent logged)
    {
        switch (logged)
        {
            case MessagePublished { Body: var body }:
                json.WriteRaw("data"u8, body.Data);
                json.WriteRaw("metadata"u8, body.Metadata);
                json.WriteOptional("content_type"u8, body.ContentType);
                json.WriteOptional("thread_id"u8, body.ThreadId);
                break;
            case MemberJoined joined:
                json.WriteStartObject("data"u8);
                json.WriteString("role"u8, Vocabulary.Roles[joined.Role]);
                json.WriteEndObject();
                break;
            case MemberLeft or RoomCreated or EntryUnreadable:
                break;
            default:
                throw new UnreachableException();
        }
    }

    private static void WriteSnapshotFields(Utf8JsonWriter json, RequestId? id, RoomId room, RosterSnapshot roster)
    {
        json.WriteString("type"u8, "presence"u8);
        json.WriteString("event"u8, "snapshot"u8);
        json.WriteOptional("id"u8, id?.Value);
        json.WriteString("room_id"u8, room.Value);
        WriteRoster(json, roster.Version, "users"u8, roster.Users.AsSpan());
    }

    /// <summary>Writes <c>"data":{"version":…,"users":[…]}</c>, the list under the given name.</summary>
    private static void WriteRoster(
        Utf8JsonWriter json, long version, ReadOnlySpan<byte> listName, ReadOnlySpan<RosterEntry> entries)
    {
        json.WriteStartObject("data"u8);
        json.WriteNumber("version"u8, version);
        json.WriteStartArray(listName);
        foreach (var entry in entries)
        {
            json.WriteStartObject();
            json.WriteString("user_id"u8, entry.User.Value);
            json.WriteString("status"u8, Vocabulary.Availabilities[entry.Status.Availability]);
            json.WriteOptional("custom_status"u8, entry.Status.CustomStatus);
            json.WriteRaw("metadata"u8, entry.Status.Metadata);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

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
        WriteLoggedFields(json, room, epoch, logged);
        json.WriteEndObject();
    }

    /// <summary>The same without the braces, for one that has more to say.</summary>
    internal static void WriteLoggedFields(Utf8JsonWriter json, RoomId room, Epoch epoch, RoomEvent logged)
    {
        json.WriteMessageId("id"u8, new MessageId(epoch, logged.Seq));
        json.WriteString("type"u8, TypeOf(logged));
        if (logged is RoomCreated && ChannelId.IsHostedBy(room))
            json.WriteString("event"u8, "channel_created"u8);
        else if (LoggedJson.EventOf(logged) is { IsEmpty: false } name)
            json.WriteString("event"u8, name);
        json.WritePlace(room);
        json.WriteOptional("user_id"u8, logged.By.Value);
        LoggedJson.WriteContent(json, epoch, logged);
        json.WriteTime("timestamp"u8, logged.Timestamp);
        json.WriteNumber("seq"u8, logged.Seq);
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
                BeginPresence(json, "diff"u8, id: null, room);
                json.WriteNumber("version"u8, presence.Version);
                WriteEntries(json, "changes"u8, presence.Changes.AsSpan());
                json.WriteEndObject();
                break;
            case PresenceCounted counted:
                BeginPresence(json, "count"u8, id: null, room);
                WriteCount(json, counted.Version, counted.Count);
                json.WriteEndObject();
                break;
            case PresenceReplaced replaced:
                WriteSnapshotFields(json, id: null, room, replaced.Roster);
                break;
            case ChannelMessage message:
                json.WriteString("type"u8, "message"u8);
                json.WritePlace(room);
                json.WriteString("user_id"u8, message.By.Value);
                LoggedJson.WriteBody(json, message.Body);
                json.WriteTime("timestamp"u8, message.Timestamp);
                break;
            case ReadMarked read:
                json.WriteString("type"u8, "system"u8);
                json.WriteString("event"u8, "read"u8);
                json.WriteString("room_id"u8, room.Value);
                json.WriteString("user_id"u8, read.User.Value);
                json.WriteStartObject("data"u8);
                json.WriteNumber("seq"u8, read.Seq);
                json.WriteEndObject();
                break;
            case Signalled signal:
                json.WriteString("type"u8, "system"u8);
                json.WriteString("event"u8, "signal"u8);
                json.WriteString("room_id"u8, room.Value);
                json.WriteString("user_id"u8, signal.From.Value);
                json.WriteRaw("data"u8, signal.Data);
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
        json.WritePlace(reset.Room);
        json.WriteStartObject("data"u8);
        json.WriteString("epoch"u8, reset.Epoch.Value);
        json.WriteNumber("seq"u8, reset.Position);
        json.WriteNumber("first_seq"u8, reset.FirstSeq);
        if (reset.Head > 0)
            json.WriteNumber("last_seq"u8, reset.Head);
        json.WriteBoolean("recovered"u8, false);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Messages before the next one were left out.</summary>
    internal static void WriteSkip(Utf8JsonWriter json, FeedSkip skip)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "system"u8);
        json.WriteString("event"u8, "skipped"u8);
        json.WritePlace(skip.Room);
        json.WriteStartObject("data"u8);
        json.WriteNumber("skipped"u8, skip.Count);
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
        MessagePublished or MessageAnnotated => "message"u8,
        MemberJoined => "join"u8,
        MemberLeft => "leave"u8,
        _ => "system"u8,
    };

    /// <summary>The type of an ephemeral event, which is also its name in a stream of server-sent events.</summary>
    internal static ReadOnlySpan<byte> TypeOf(EphemeralEvent what) => what switch
    {
        TypingChanged => "typing"u8,
        PresenceChanged or PresenceReplaced or PresenceCounted => "presence"u8,
        ChannelMessage => "message"u8,
        ReadMarked or Signalled => "system"u8,
        _ => throw new UnreachableException(),
    };

    private static void WriteSnapshotFields(Utf8JsonWriter json, RequestId? id, RoomId room, RosterSnapshot roster)
    {
        BeginPresence(json, "snapshot"u8, id, room);
        WriteCount(json, roster.Version, roster.Count);
        if (!roster.IsCounted)
            WriteEntries(json, "users"u8, roster.Users.AsSpan());
        json.WriteEndObject();
    }

    /// <summary>Up to the data, which is begun.</summary>
    private static void BeginPresence(Utf8JsonWriter json, ReadOnlySpan<byte> name, RequestId? id, RoomId room)
    {
        json.WriteString("type"u8, "presence"u8);
        json.WriteString("event"u8, name);
        json.WriteOptional("id"u8, id?.Value);
        json.WriteString("room_id"u8, room.Value);
        json.WriteStartObject("data"u8);
    }

    private static void WriteCount(Utf8JsonWriter json, long version, int count)
    {
        json.WriteNumber("version"u8, version);
        json.WriteNumber("count"u8, count);
    }

    private static void WriteEntries(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<RosterEntry> entries)
    {
        json.WriteStartArray(name);
        foreach (var entry in entries)
            PresenceJson.Write(json, entry);
        json.WriteEndArray();
    }
}

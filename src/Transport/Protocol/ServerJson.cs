using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Protocol;

/// <summary>The parts of what one client is told that more than one transport says.</summary>
internal static class ServerJson
{
    public static void WriteWelcome(Utf8JsonWriter json, Welcome welcome)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "welcome"u8);
        json.WriteStartObject("data"u8);
        WriteWelcomeFields(json, welcome);
        if (welcome.Resumed)
        {
            json.WriteStartArray("rooms"u8);
            foreach (var room in welcome.Rooms)
                json.WriteStringValue(room.Value);
            json.WriteEndArray();
            if (!welcome.Channels.IsEmpty)
                ChannelJson.WriteNames(json, welcome.Channels);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What every transport's welcome says, into an object that has been begun.</summary>
    public static void WriteWelcomeFields(Utf8JsonWriter json, Welcome welcome)
    {
        json.WriteString("connection_id"u8, welcome.Connection.Value);
        json.WriteString("session_id"u8, welcome.Session.Value);
        json.WriteOptional("resume_token"u8, welcome.ResumeToken);
        json.WriteString("user_id"u8, welcome.User.Value);
        json.WriteString("node_id"u8, welcome.Node.Value);
        json.WriteNumber("protocol"u8, Protocol.Welcome.ProtocolVersion);
        json.WriteNumber("heartbeat_s"u8, welcome.Heartbeat.TotalSeconds);
        json.WriteNumber("max_message_size"u8, welcome.MaxMessageSize);
        json.WriteBoolean("resumed"u8, welcome.Resumed);
        WriteExpiry(json, welcome.ExpiresAt, welcome.ExpiresIn);
    }

    /// <summary>When credentials run out; nothing where they last.</summary>
    public static void WriteExpiry(Utf8JsonWriter json, DateTimeOffset? at, TimeSpan? after)
    {
        if (at is not { } end || after is not { } left)
            return;
        json.WriteTime("expires_at"u8, end);
        json.WriteNumber("expires_in_s"u8, Math.Max(0, (long)left.TotalSeconds));
    }

    /// <summary>Leaves the object open for <c>data</c>.</summary>
    public static void BeginAck(Utf8JsonWriter json, RequestId id, RoomId? room)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "ack"u8);
        json.WriteString("id"u8, id.Value);
        json.WriteOptional("room_id"u8, room?.Value);
    }

    public static void WritePublished(Utf8JsonWriter json, MessageId message, DateTimeOffset timestamp)
    {
        json.WriteStartObject();
        WritePublishedFields(json, message, timestamp);
        json.WriteEndObject();
    }

    /// <summary>Where it stands in the log, into an object that has been begun.</summary>
    public static void WritePublishedFields(Utf8JsonWriter json, MessageId message, DateTimeOffset timestamp)
    {
        json.WriteNumber("seq"u8, message.Seq);
        json.WriteMessageId("message_id"u8, message);
        json.WriteTime("timestamp"u8, timestamp);
    }

    /// <summary>Writes <c>"rooms":{…}</c>: for each room where its log stands, or why it cannot be entered.</summary>
    public static void WriteRooms(Utf8JsonWriter json, ImmutableArray<RoomStanding> rooms)
    {
        json.WriteStartObject("rooms"u8);
        foreach (var standing in rooms)
        {
            json.WriteStartObject(standing.Room.Value);
            WriteStanding(json, standing);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteError(Utf8JsonWriter json, RequestError error)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        WriteErrorFields(json, error);
        json.WriteEndObject();
    }

    /// <summary>All that programs look at, into an object that has been begun.</summary>
    public static void WriteErrorFields(Utf8JsonWriter json, RequestError error)
    {
        json.WriteString("code"u8, error.Code.Name());
        json.WriteOptional("reason"u8, error.Reason);
        if (error.RetryAfter is { } wait)
            json.WriteNumber("retry_after_ms"u8, Milliseconds(wait));
        if (error.Until is { } until)
            json.WriteTime("until"u8, until);
        json.WriteBoolean("retryable"u8, error.Code.IsRetryable());
        json.WriteOptional("trace_id"u8, error.TraceId);
    }

    public static void WriteDraining(Utf8JsonWriter json, TimeSpan reconnectAfter)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "system"u8);
        json.WriteString("event"u8, "draining"u8);
        json.WriteStartObject("data"u8);
        json.WriteNumber("reconnect_after_ms"u8, Milliseconds(reconnectAfter));
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteNotice(Utf8JsonWriter json, Notice notice)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "system"u8);
        json.WriteString("event"u8, "notice"u8);
        json.WriteString("user_id"u8, notice.From.Value);
        json.WriteRaw("data"u8, notice.Data);
        json.WriteRaw("metadata"u8, notice.Metadata);
        json.WriteTime("timestamp"u8, notice.Timestamp);
        json.WriteEndObject();
    }

    private static void WriteStanding(Utf8JsonWriter json, RoomStanding standing)
    {
        switch (standing)
        {
            case RoomStanding.Entered(_, var joined, var recovered):
                json.WriteBoolean("recovered"u8, recovered);
                json.WriteNumber("seq"u8, joined.Seq);
                json.WriteString("epoch"u8, joined.Epoch.Value);
                json.WriteNumber("first_seq"u8, joined.FirstSeq);
                break;
            case RoomStanding.Refused(_, var error):
                json.WritePropertyName("error"u8);
                WriteError(json, error);
                break;
            default:
                throw new UnreachableException();
        }
    }

    // Rounded up: a client that waits as told must not come a moment too early.
    private static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);
}

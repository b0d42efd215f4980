using System.Collections.Immutable;
using System.Text.Json;
using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Protocol;

/// <summary>
/// What is said to one client alone, as frames of <c>streaming.v1.json</c>: the welcome, the answers to its
/// requests and the news about its connection. What a whole room hears is made by <see cref="EventEncoder"/>.
/// </summary>
internal sealed class ServerMessages(JsonWriters writers)
{
    public ReadOnlyMemory<byte> Welcome(Welcome welcome) =>
        writers.Frame(welcome, ServerJson.WriteWelcome);

    /// <summary>The answer to a join. What was missed follows it.</summary>
    public ReadOnlyMemory<byte> Joined(RequestId id, RoomId room, RoomReply.Joined joined, bool recovered) =>
        writers.Frame((id, room, joined, recovered), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, answer.room);
            json.WriteStartObject("data"u8);
            json.WriteNumber("seq"u8, answer.joined.Seq);
            json.WriteString("epoch"u8, answer.joined.Epoch.Value);
            json.WriteNumber("first_seq"u8, answer.joined.FirstSeq);
            json.WriteString("role"u8, Vocabulary.Roles[answer.joined.Role]);
            json.WriteNumber("member_count"u8, answer.joined.MemberCount);
            json.WriteBoolean("recovered"u8, answer.recovered);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>The answer to a message: it is in the log.</summary>
    public ReadOnlyMemory<byte> Published(RequestId id, RoomId room, MessageId message, DateTimeOffset timestamp) =>
        writers.Frame((id, room, message, timestamp), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, answer.room);
            json.WritePropertyName("data"u8);
            ServerJson.WritePublished(json, answer.message, answer.timestamp);
            json.WriteEndObject();
        });

    /// <summary>The answer to what was simply done.</summary>
    public ReadOnlyMemory<byte> Done(RequestId id, RoomId? room) =>
        writers.Frame((id, room), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, answer.room);
            json.WriteStartObject("data"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>The answer to a refresh.</summary>
    public ReadOnlyMemory<byte> Refreshed(RequestId id, DateTimeOffset? expiresAt, TimeSpan? expiresIn) =>
        writers.Frame((id, expiresAt, expiresIn), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, room: null);
            json.WriteStartObject("data"u8);
            ServerJson.WriteExpiry(json, answer.expiresAt, answer.expiresIn);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>Credentials do not reach the room any more: this connection hears nothing of it from here on. The user stays a member.</summary>
    public ReadOnlyMemory<byte> Left(RoomId room, UserId user) =>
        writers.Frame((room, user), static (json, left) =>
        {
            json.WriteStartObject();
            WriteConfined(json);
            json.WriteString("room_id"u8, left.room.Value);
            json.WriteString("user_id"u8, left.user.Value);
            json.WriteEndObject();
        });

    /// <summary>The same for a channel.</summary>
    public ReadOnlyMemory<byte> Unsubscribed(NamePattern channel, UserId user) =>
        writers.Frame((channel, user), static (json, left) =>
        {
            json.WriteStartObject();
            WriteConfined(json);
            json.WriteString("channel_id"u8, left.channel.ToString());
            json.WriteString("user_id"u8, left.user.Value);
            json.WriteEndObject();
        });

    private static void WriteConfined(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "leave"u8);
        json.WriteString("event"u8, "confined"u8);
    }

    /// <summary>The answer to a resume: how coming back to each room and channel went. What was missed follows it.</summary>
    public ReadOnlyMemory<byte> Resumed(
        RequestId id, ImmutableArray<RoomStanding> rooms, ImmutableArray<ChannelStanding> channels) =>
        writers.Frame((id, rooms, channels), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, room: null);
            json.WriteStartObject("data"u8);
            ServerJson.WriteRooms(json, answer.rooms);
            if (!answer.channels.IsEmpty)
                ChannelJson.WriteChannels(json, answer.channels);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    public ReadOnlyMemory<byte> Pong(RequestId id, DateTimeOffset now) =>
        writers.Frame((id, now), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "pong"u8);
            json.WriteString("id"u8, answer.id.Value);
            json.WriteTime("timestamp"u8, answer.now);
            json.WriteEndObject();
        });

    public ReadOnlyMemory<byte> History(RequestId id, RoomId room, HistoryPage page) =>
        writers.Frame((id, room, page), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "history"u8);
            json.WriteString("id"u8, answer.id.Value);
            json.WriteString("room_id"u8, answer.room.Value);
            json.WritePropertyName("data"u8);
            HistoryJson.Write(json, answer.room, answer.page);
            json.WriteEndObject();
        });

    /// <summary>Who is in a room: unasked after a join, without an id, or as the answer to a <c>presence</c>/<c>get</c>.</summary>
    public ReadOnlyMemory<byte> Roster(RequestId? id, RoomId room, RosterSnapshot roster) =>
        writers.Frame((id, room, roster), static (json, answer) =>
            EventJson.WriteSnapshot(json, answer.id, answer.room, answer.roster));

    /// <summary>The answer to a watch: how the users are.</summary>
    public ReadOnlyMemory<byte> Watching(RequestId id, ImmutableArray<ShownUser> users) =>
        writers.Frame((id, users), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, room: null);
            json.WritePropertyName("data"u8);
            PresenceJson.WriteAll(json, answer.users);
            json.WriteEndObject();
        });

    /// <param name="channel">The channel or pattern that the request was about, if it was about one.</param>
    public ReadOnlyMemory<byte> Error(RequestId? id, RoomId? room, RequestError error, string? channel = null) =>
        writers.Frame((id, room, error, channel), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "error"u8);
            json.WriteOptional("id"u8, answer.id?.Value);
            json.WriteOptional("room_id"u8, answer.room?.Value);
            json.WriteOptional("channel_id"u8, answer.channel);
            json.WritePropertyName("error"u8);
            ServerJson.WriteError(json, answer.error);
            json.WriteEndObject();
        });

    /// <summary>The node goes away; the connection is closed right after this.</summary>
    public ReadOnlyMemory<byte> Draining(TimeSpan reconnectAfter) =>
        writers.Frame(reconnectAfter, ServerJson.WriteDraining);
}

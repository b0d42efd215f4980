using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Protocol;

/// <summary>The answers to requests about channels, as frames of <c>streaming.v1.json</c>.</summary>
internal sealed class ChannelMessages(JsonWriters writers)
{
    /// <summary>The answer to a subscription. What was missed follows it.</summary>
    public ReadOnlyMemory<byte> Subscribed(RequestId id, string channel, SubscribeOutcome outcome) =>
        writers.Frame((id, channel, outcome), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, room: null);
            json.WriteString("channel_id"u8, answer.channel);
            json.WriteStartObject("data"u8);
            ChannelJson.WriteSubscription(json, answer.outcome);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>The answer to a message: it is in the log.</summary>
    public ReadOnlyMemory<byte> Published(RequestId id, string channel, MessageId message, DateTimeOffset timestamp) =>
        writers.Frame((id, channel, message, timestamp), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, room: null);
            json.WriteString("channel_id"u8, answer.channel);
            json.WritePropertyName("data"u8);
            ServerJson.WritePublished(json, answer.message, answer.timestamp);
            json.WriteEndObject();
        });

    /// <summary>The answer to a message that no log keeps: it is on its way to those who listen.</summary>
    public ReadOnlyMemory<byte> Raised(RequestId id, string channel, DateTimeOffset timestamp) =>
        writers.Frame((id, channel, timestamp), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, room: null);
            json.WriteString("channel_id"u8, answer.channel);
            json.WriteStartObject("data"u8);
            json.WriteTime("timestamp"u8, answer.timestamp);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>The answer to what was simply done.</summary>
    public ReadOnlyMemory<byte> Done(RequestId id, string channel) =>
        writers.Frame((id, channel), static (json, answer) =>
        {
            ServerJson.BeginAck(json, answer.id, room: null);
            json.WriteString("channel_id"u8, answer.channel);
            json.WriteStartObject("data"u8);
            json.WriteEndObject();
            json.WriteEndObject();
        });
}

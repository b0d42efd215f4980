using System.Collections.Immutable;
using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Protocol;

/// <summary>What is said about subscriptions to channels.</summary>
internal static class ChannelJson
{
    /// <summary>
    /// The fields of a subscription that was made, into an object that has been begun. Without a log there is no place in it, and one that nobody
    /// has begun has no epoch yet.
    /// </summary>
    public static void WriteSubscription(Utf8JsonWriter json, SubscribeOutcome outcome)
    {
        if (outcome.Reply is RoomReply.Subscribed subscribed)
        {
            json.WriteBoolean("persistent"u8, subscribed.IsPersistent);
            if (subscribed.IsPersistent)
                json.WriteNumber("seq"u8, subscribed.Seq);
            if (subscribed is { IsPersistent: true, Seq: > 0 })
                json.WriteString("epoch"u8, subscribed.Epoch.Value);
            if (subscribed.IsPersistent)
                json.WriteNumber("first_seq"u8, subscribed.FirstSeq);
        }

        json.WriteBoolean("recovered"u8, outcome.Recovered);
    }

    /// <summary>Writes <c>"channels":{…}</c>: for each channel or pattern where it stands, or why it is not listened to.</summary>
    public static void WriteChannels(Utf8JsonWriter json, ImmutableArray<ChannelStanding> channels)
    {
        json.WriteStartObject("channels"u8);
        foreach (var (name, outcome, error) in channels)
        {
            json.WriteStartObject(name.ToString());
            if (error is null)
            {
                WriteSubscription(json, outcome!);
            }
            else
            {
                json.WritePropertyName("error"u8);
                ServerJson.WriteError(json, error);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The names of the channels and patterns that a resume brings back.</summary>
    public static void WriteNames(Utf8JsonWriter json, ImmutableArray<NamePattern> channels)
    {
        json.WriteStartArray("channels"u8);
        foreach (var channel in channels)
            json.WriteStringValue(channel.ToString());
        json.WriteEndArray();
    }
}

using System.Text.Json;
using Streaming.Actors;
using Streaming.Actors.Channels;
using Streaming.Actors.Rooms;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>Channels: which there are, and publishing to one.</summary>
internal sealed class ChannelsEndpoint(StreamingNode node, ChannelRights rights)
{
    private const int UsualLimit = 50;

    /// <summary>The channels in use that the credentials allow, by name and in pages, and the patterns that are declared.</summary>
    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        var query = call.Query;
        string after = query.Name("after") ?? "";
        int limit = (int)(query.Integer("limit", 1, ChannelDirectory.MaxLimit) ?? UsualLimit);
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var policies = node.Channels.Policies;
        var active = await node.Channels.FindActiveAsync(
            after, limit, channel => policies.Of(channel) is not null && rights.MayHear(call.Principal, channel));
        var declared = policies.All.Where(policy => !policy.IsPrivate || call.Principal.IsBackEnd);
        return RestAnswer.Ok((active, declared, policies), static (json, found) => Write(json, found.active, found.declared, found.policies));
    }

    public async Task<RestAnswer> PublishAsync(RestCall call)
    {
        if (call.Message.Data.IsEmpty)
            return RestAnswer.Invalid("data is missing");

        var reply = await node.Router.AskAsync(call.Channel.Room, new PublishMessage
        {
            By = call.By, Request = call.Request, Body = MessageHandler.BodyOf(call.Message),
        });
        return reply switch
        {
            RoomReply.Published published => RestAnswer.Ok(
                published, static (json, published) => ServerJson.WritePublished(json, published.Message, published.Timestamp)),
            RoomReply.Raised raised => RestAnswer.Ok(raised, static (json, raised) =>
            {
                json.WriteStartObject();
                json.WriteTime("timestamp"u8, raised.Timestamp);
                json.WriteEndObject();
            }),
            _ => RestAnswer.Fail(RoomErrors.Of(reply)),
        };
    }

    private static void Write(Utf8JsonWriter json, ActiveChannels active, IEnumerable<ChannelPolicy> declared, ChannelPolicies policies)
    {
        json.WriteStartObject();
        json.WriteStartArray("channels"u8);
        foreach (var channel in active.Channels)
        {
            json.WriteStartObject();
            json.WriteString("channel_id"u8, channel.Value);
            WritePolicy(json, policies.Of(channel)!);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, active.HasMore);
        json.WriteBoolean("complete"u8, active.IsWhole);
        json.WriteStartArray("declared"u8);
        foreach (var policy in declared)
        {
            json.WriteStartObject();
            json.WriteString("pattern"u8, policy.Pattern.ToString());
            WritePolicy(json, policy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WritePolicy(Utf8JsonWriter json, ChannelPolicy policy)
    {
        json.WriteBoolean("private"u8, policy.IsPrivate);
        json.WriteBoolean("persistent"u8, policy.IsPersistent);
        json.WriteString("publish"u8, Vocabulary.Publishers[policy.Publishers]);
        json.WriteString("delivery"u8, Vocabulary.Deliveries[policy.Delivery.Delivery]);
    }
}

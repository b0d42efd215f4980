using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Streaming.Actors;
using Streaming.Actors.Shards;
using Streaming.Transport.Authentication;
using Streaming.Transport.Connections;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Says where to connect, and gives a ticket for it.</summary>
internal sealed class NegotiateEndpoint(StreamingNode node, Tickets tickets, StreamingOptions options)
{
    public async Task<RestAnswer> NegotiateAsync(RestCall call)
    {
        if (!call.Principal.MayConnect)
            return RestAnswer.Fail(ConnectionErrors.NoConnectScope);
        if (await tickets.IssueAsync(call.Principal, call.Gone) is not { } issued)
            return RestAnswer.Fail(ErrorCode.Unavailable, "too many tickets wait to be used; try again");

        var to = LeastConnections.Of(node.Shards.Current.Members, node.Self, node.Sessions.Count);
        string url = to is null || (to.Node == node.Self && options.AdvertisedUrl is null) || to.Info.Url.Length == 0
            ? UrlAsked(call.Http.Request)
            : to.Info.Url;
        return RestAnswer.Ok(
            (Url: url.TrimEnd('/'), Node: (to?.Node ?? node.Self).Value, issued.Ticket, issued.ExpiresAt),
            static (json, told) => Write(json, told.Url, told.Node, told.Ticket, told.ExpiresAt));
    }

    // Without an address of its own a node is reached by whatever name it was reached by just now.
    private static string UrlAsked(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static void Write(Utf8JsonWriter json, string url, string to, string ticket, DateTimeOffset expiresAt)
    {
        json.WriteStartObject();
        json.WriteString("url"u8, url);
        json.WriteString("node_id"u8, to);
        json.WriteString("ticket"u8, ticket);
        JsonFields.WriteTime(json, "expires_at"u8, expiresAt);
        json.WriteEndObject();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Transport.Connections;
using Streaming.Transport.Rest;
using Streaming.Transport.Sse;

namespace Streaming.Transport.Hosting;

/// <summary>Gives the rooms server its addresses in an ASP.NET Core program.</summary>
public static class StreamingEndpointRouteBuilderExtensions
{
    private const string Room = $"/api/v1/rooms/{{{RestRunner.RoomParameter}}}";

    /// <summary>Maps what docs/protocol.md lists in section 1. <c>AddStreaming</c> has to have been called.</summary>
    public static IEndpointRouteBuilder MapStreaming(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        routes.Map("/ws", services.GetRequiredService<WebSocketEndpoint>().ServeAsync);
        routes.MapShared("/sse", HttpMethods.Get, services.GetRequiredService<SseEndpoint>().ServeAsync);
        routes.MapShared($"{Room}/messages", HttpMethods.Post, services.GetRequiredService<MessagesEndpoint>().ServeAsync);
        routes.MapShared($"{Room}/history", HttpMethods.Get, services.GetRequiredService<HistoryEndpoint>().ServeAsync);
        return routes;
    }

    // Open to pages of other origins, as far as those are allowed.
    private static void MapShared(this IEndpointRouteBuilder routes, string pattern, string method, RequestDelegate serve)
    {
        var crossOrigin = routes.ServiceProvider.GetRequiredService<CrossOrigin>();
        routes.MapMethods(pattern, [method], http =>
        {
            crossOrigin.Allow(http);
            return serve(http);
        });
        routes.MapMethods(pattern, [HttpMethods.Options], crossOrigin.AnswerPreflightAsync);
    }
}

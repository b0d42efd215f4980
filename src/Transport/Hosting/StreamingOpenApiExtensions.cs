using Microsoft.AspNetCore.OpenApi;
using Streaming.Transport.Rest.OpenApi;

namespace Streaming.Transport.Hosting;

/// <summary>Describes the server's REST API in an application's OpenAPI document.</summary>
public static class StreamingOpenApiExtensions
{
    /// <summary>Adds everything under <c>/api/v1</c>: <c>services.AddOpenApi("v1", options => options.DescribeStreaming())</c>.</summary>
    public static OpenApiOptions DescribeStreaming(this OpenApiOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.AddDocumentTransformer<RestDescription>();
    }
}

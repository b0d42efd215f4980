using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Lets pages of the allowed origins use <c>/sse</c> and REST from a browser (the CORS protocol of the Fetch standard).
/// Cookies come along from the node's own pages and from origins that the settings list by name, not from those that <c>*</c> lets in: there tokens
/// and keys are sent by the page's own code.
/// </summary>
internal sealed class CrossOrigin(OriginPolicy origins)
{
    private const string Methods = "GET, POST, PUT, PATCH, DELETE";
    private const string RequestHeaders = "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-API-Key, X-CSRF-Token";
    private const string ResponseHeaders = "Location, Retry-After";
    private const string PreflightLifetimeSeconds = "600";

    /// <summary>Marks the response as readable by the page, if the page may.</summary>
    public void Allow(HttpContext http)
    {
        var origin = http.Request.Headers.Origin;
        if (origin.Count != 1)
            return;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (!origins.Allows(http.Request))
            return;
        http.Response.Headers.AccessControlAllowOrigin = origin;
        if (origins.Names(http.Request))
            http.Response.Headers.AccessControlAllowCredentials = "true";
        http.Response.Headers.AccessControlExposeHeaders = ResponseHeaders;
    }

    /// <summary>Answers a browser's question before the request itself.</summary>
    public Task AnswerPreflightAsync(HttpContext http)
    {
        Allow(http);
        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = Methods;
        headers.AccessControlAllowHeaders = RequestHeaders;
        headers.AccessControlMaxAge = PreflightLifetimeSeconds;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}

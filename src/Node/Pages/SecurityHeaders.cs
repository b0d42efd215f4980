namespace Streaming.Node.Pages;

/// <summary>What browsers are told about everything that this node serves.</summary>
internal static class SecurityHeaders
{
    // Nothing inline and nothing from elsewhere: markup that finds its way into the page has nothing to run with.
    // ws: and wss: because 'self' does not cover them in every browser.
    private const string ContentPolicy =
        "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        + "form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return next(context);
    });
}

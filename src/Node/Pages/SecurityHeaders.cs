namespace Streaming.Node.Pages;

/// <summary>What browsers are told about everything that this node serves.</summary>
internal static class SecurityHeaders
{
    // Nothing inline and nothing from elsewhere: markup that finds its way into the page has nothing to run with.
    // The page itself says nothing of this kind. 'self' holds for WebSockets of the same host and port too.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers.XFrameOptions = "DENY";
        return next(context);
    });
}

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Streaming.Transport.Authentication;

/// <summary>
/// From which pages a login counts. Browsers send a cookie along whoever's page asks, so it proves who is at the browser and not whose
/// page it is: that has to be said by the browser, and be one of the node's own or one that the settings name. That any page may
/// connect (<c>*</c>) says nothing of cookies.
/// </summary>
internal sealed class LoginPages(OriginPolicy origins)
{
    public const string CsrfHeader = "X-CSRF-Token";

    private const string SameOrigin = "same-origin";

    /// <summary>Why the cookie does not count for this request; null: it does.</summary>
    public string? FindProblem(HttpRequest request, Doorway door, LoginCookie login)
    {
        bool isNamed = origins.Names(request);
        bool hasOrigin = request.Headers.Origin.Count > 0;
        if (hasOrigin && !isNamed)
            return "a login counts only on the server's own pages, and those of origins that it lists";

        switch (door)
        {
            case Doorway.WebSocket when !hasOrigin:
                return "a login opens /ws only for pages, which send an Origin";
            // Of an EventSource to its own server browsers send no origin, but say that it is its own.
            case Doorway.Events when !hasOrigin && request.Headers[OriginPolicy.SiteHeader] != SameOrigin:
                return "a login opens /sse only for pages, which send an Origin";
            case Doorway.Rest when !IsSafe(request.Method) && !hasOrigin:
                return "a login changes something only from pages, which send an Origin";
            case Doorway.Rest when !IsSafe(request.Method) && !login.HasCsrfToken(request.Headers[CsrfHeader]):
                return $"a request that changes something with a login needs its {CsrfHeader}";
            default:
                return null;
        }
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
}

using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Which web pages may talk to this node from a browser. Browsers do not hold WebSockets to the same-origin policy, so
/// without this check any page could use the cookies and the network place of whoever visits it.
/// Programs that are no browsers send no <c>Origin</c>, and are not concerned.
/// </summary>
public sealed class OriginPolicy
{
    /// <summary>In which browsers say how far the page that asks is from here.</summary>
    internal const string SiteHeader = "Sec-Fetch-Site";

    private const string Any = "*";

    private readonly Live<Listed> _listed;

    public OriginPolicy(LiveSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _listed = settings.Derive(static options => new Listed(
            options.Origins.Contains(Any),
            [.. options.Origins.Where(static origin => origin != Any).Select(static origin =>
                Normalize(origin) ?? throw new ArgumentException($"'{origin}' is no origin", nameof(settings)))]));
    }

    /// <summary>True without an <c>Origin</c>, from the node's own pages, and from the origins that the settings list.</summary>
    public bool Allows(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers[HeaderNames.Origin];
        return header.Count switch
        {
            0 => true,
            1 => Allows(header[0], request),
            _ => false,
        };
    }

    /// <summary>
    /// True for what a page of elsewhere has a browser fetch without saying which page that is: an image, a frame, a link. Pages that open a WebSocket or
    /// an event stream elsewhere are always named.
    /// </summary>
    public static bool IsUnnamed(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Headers.Origin.Count == 0 && request.Headers[SiteHeader].ToString() is "cross-site" or "same-site";
    }

    /// <summary>
    /// True with one <c>Origin</c> that is the node's own or that the settings list by name. That anybody may connect, <c>*</c>, names nobody.
    /// </summary>
    public bool Names(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var header = request.Headers[HeaderNames.Origin];
        return header.Count == 1 && Normalize(header[0]) is { } normal
            && (_listed.Value.Allowed.Contains(normal) || IsOwn(normal, request));
    }

    /// <summary>
    /// Whether <paramref name="text"/> is <c>scheme://host[:port]</c> and nothing else, or <c>*</c>.
    /// </summary>
    public static bool IsOrigin(string text) => text == Any || Normalize(text) is not null;

    private bool Allows(string? origin, HttpRequest request)
    {
        var listed = _listed.Value;
        return listed.AllowsAny || Normalize(origin) is { } normal && (listed.Allowed.Contains(normal) || IsOwn(normal, request));
    }

    // A request that is known to have come over TLS, here or at a trusted proxy, is no page's that did not. Of one that has not the scheme says
    // nothing: behind a proxy that is not named to us the page is https and this request is http.
    private static bool IsOwn(string origin, HttpRequest request)
    {
        if (!request.Host.HasValue)
            return false;
        string scheme = origin[..origin.IndexOf(':')];
        return (scheme == Uri.UriSchemeHttps || !request.IsHttps) && Normalize($"{scheme}://{request.Host.Value}") == origin;
    }

    // Lower case and without a default port, as browsers write it. "null", paths and user names are no origins.
    private static string? Normalize(string? text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("http" or "https")
            || uri.PathAndQuery != "/" || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return null;
        }

        return uri.GetLeftPart(UriPartial.Authority);
    }

    private sealed record Listed(bool AllowsAny, HashSet<string> Allowed);
}

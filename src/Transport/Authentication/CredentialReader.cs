using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Finds the credentials of a request; the first match wins (docs/protocol.md, section 1):
/// (1) <c>Authorization: Bearer</c>, (2) <c>X-API-Key</c>, (3) <c>?ticket=</c>, (4) the cookie of a login, (5) <c>?access_token=</c> where it is allowed.
/// </summary>
internal sealed class CredentialReader(StreamingOptions options, LoginCookies cookies)
{
    public const string ApiKeyHeader = "X-API-Key";
    public const string TicketParameter = "ticket";
    public const string TokenParameter = "access_token";

    private const string BearerScheme = "Bearer ";

    private readonly bool _takesTokens = options.AuthProviders.Contains(AuthProvider.Jwt);
    private readonly bool _takesKeys = options.AuthProviders.Contains(AuthProvider.ApiKey);

    /// <param name="door">What is asked for.</param>
    public Credentials Read(HttpRequest request, Doorway door)
    {
        return FromAuthorization(request.Headers[HeaderNames.Authorization])
            ?? FromApiKey(request.Headers[ApiKeyHeader])
            ?? FromAnotherSite(request)
            ?? FromTicket(request.Query[TicketParameter], door)
            ?? (cookies.Find(request) is { } cookie ? new Credentials.Cookie(cookie) : null)
            ?? FromQuery(request.Query[TokenParameter])
            ?? Credentials.None.Instance;
    }

    // Other schemes are somebody else's, for instance those of a proxy that asks for a password of its own.
    private Credentials? FromAuthorization(StringValues header)
    {
        if (!_takesTokens)
            return null;
        Credentials? found = null;
        foreach (string? value in header)
        {
            if (value is null || !value.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase))
                continue;
            if (found is not null)
                return new Credentials.Unreadable("more than one bearer token was sent");
            found = new Credentials.BearerToken(value[BearerScheme.Length..].Trim());
        }

        return found;
    }

    private Credentials? FromApiKey(StringValues header) => (_takesKeys, header.Count) switch
    {
        (false, _) or (_, 0) => null,
        (_, 1) => new Credentials.ApiKey(header[0] ?? ""),
        _ => new Credentials.Unreadable($"more than one {ApiKeyHeader} header was sent"),
    };

    // An image or a link of any page makes a browser show what the page likes.
    private static Credentials.Unreadable? FromAnotherSite(HttpRequest request) =>
        OriginPolicy.IsUnnamed(request) && (request.Query.ContainsKey(TicketParameter) || request.Query.ContainsKey(TokenParameter))
            ? new Credentials.Unreadable("credentials in an address are not taken from links and images of other pages")
            : null;

    // Not used up where it is not good: that a client took the wrong address must not cost it its ticket.
    private static Credentials? FromTicket(StringValues parameter, Doorway door) => parameter.Count switch
    {
        0 => null,
        _ when door == Doorway.Rest => new Credentials.Unreadable($"?{TicketParameter}= opens /ws and /sse, and nothing else"),
        1 => new Credentials.Ticket(parameter[0] ?? ""),
        _ => new Credentials.Unreadable($"more than one {TicketParameter} was sent"),
    };

    private Credentials? FromQuery(StringValues parameter)
    {
        if (!_takesTokens || parameter.Count == 0)
            return null;
        // Ignoring it would make a guest of someone who meant to be known.
        if (!options.AllowQueryToken)
            return new Credentials.Unreadable($"?{TokenParameter}= is not accepted here; send an Authorization header");
        return parameter.Count == 1
            ? new Credentials.BearerToken(parameter[0] ?? "")
            : new Credentials.Unreadable($"more than one {TokenParameter} was sent");
    }
}

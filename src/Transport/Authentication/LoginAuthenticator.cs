using Microsoft.AspNetCore.Http;
using Streaming.Actors;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Who a cookie stands for: (1) a node wrote it, (2) it came from a page that may use it, (3) its login is still one, (4) where it is due, the
/// response bears the next one.
/// </summary>
internal sealed class LoginAuthenticator(Logins logins, LoginCookies cookies, LoginPages pages)
{
    private const string Nobody = "nobody is logged in, or not any more";

    private static readonly AuthOutcome.Rejected Unknown = new(Rejection.UnknownLogin, Nobody);
    private static readonly AuthOutcome.Rejected Ended = new(Rejection.LoginEnded, Nobody);

    /// <exception cref="StoreAwayException">It cannot be known now.</exception>
    public async ValueTask<AuthOutcome> AuthenticateAsync(HttpRequest request, Doorway door, string text)
    {
        var http = request.HttpContext;
        // (1)
        if (cookies.Read(text) is not { } cookie)
            return cookies.MayBeReadLater ? Unknown : Forget(http, door, Unknown);

        // (2)
        if (pages.FindProblem(request, door, cookie) is { } problem)
            return new AuthOutcome.Rejected(Rejection.CrossSite, problem);

        // (3)
        if (await logins.UseAsync(cookie, http.RequestAborted) is not { } used)
            return Forget(http, door, Ended);

        // (4)
        if (used.Due is { } secret && door == Doorway.Rest && await logins.ExchangeAsync(cookie, secret) is { } next)
            cookies.Write(http, next, used.Principal.ExpiresAt ?? DateTimeOffset.MaxValue);
        return new AuthOutcome.Authenticated(used.Principal);
    }

    /// <summary>Whether what the principal came by is still a login.</summary>
    /// <exception cref="StoreAwayException">It cannot be known now.</exception>
    public ValueTask<bool> IsOpenAsync(Principal principal, CancellationToken cancellation) =>
        logins.IsOpenAsync(principal.UserId, principal.Login!, cancellation);

    // Or the browser would show it for ever, and nobody could go on as a guest.
    private AuthOutcome.Rejected Forget(HttpContext http, Doorway door, AuthOutcome.Rejected why)
    {
        if (door == Doorway.Rest)
            cookies.Delete(http);
        return why;
    }
}

using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Users who have logged in: what they proved with a token or key once counts, by a cookie, until they log out, do nothing for
/// <see cref="LoginOptions.IdleTimeout"/>, or the login ends, at the latest with the credentials it was had for. The secret half of the cookie is
/// exchanged as it is used; whoever shows an old one, other than at the same time, has a copy, and ends the login.
/// </summary>
internal sealed class Logins(ILoginStore store, LoginOptions options, IdSource ids, TimeProvider time)
{
    /// <summary>Requests that were under way when the secret was exchanged still bear the old one.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <returns>What the browser is to show from now on, and until when at the latest.</returns>
    /// <exception cref="StoreAwayException">Nobody was logged in.</exception>
    public async ValueTask<(LoginCookie Cookie, DateTimeOffset EndsAt)> BeginAsync(Principal principal, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var endsAt = now + options.AbsoluteTimeout;
        if (principal.ExpiresAt < endsAt)
            endsAt = principal.ExpiresAt.Value;
        // Both anew, whatever the browser showed before: who planted a cookie there knows nothing of this one.
        var cookie = new LoginCookie(principal.UserId, ids.NextToken(), ids.NextToken());
        byte[] content = PrincipalCodec.Encode(principal with { ExpiresAt = endsAt });
        await StoreAwayException.GuardAsync(store.SaveAsync(
            new LoginRecord(cookie.User, cookie.Name, cookie.SecretHash, endsAt, content) { ExchangedAt = now },
            options.IdleTimeout, now, cancellation));
        return (cookie, endsAt);
    }

    /// <returns>Who it is, and whether the secret is due to be exchanged; null when nobody is logged in by this cookie, or not any more.</returns>
    /// <exception cref="StoreAwayException">It cannot be known now.</exception>
    public async ValueTask<(Principal Principal, bool IsDue)?> UseAsync(LoginCookie cookie, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(cookie.User, cookie.Name, now, cancellation) is not { } login)
            return null;
        bool isCurrent = login.Secret == cookie.SecretHash;
        bool isUnderWay = login.EarlierSecret == cookie.SecretHash && now < login.ExchangedAt + Grace;
        if (!isCurrent && !isUnderWay)
        {
            // Somebody has a copy: of two who go on with one login, neither can be told from the other.
            await EndAsync(cookie.User, cookie.Name, cancellation);
            return null;
        }

        return PrincipalCodec.Decode(login.Content.Span) is { } principal && principal.UserId == cookie.User
            ? (principal with { Login = cookie.Name }, isCurrent && now >= login.ExchangedAt + options.IdleTimeout / 2)
            : null;
    }

    /// <returns>What the browser is to show in its place; null where another request has exchanged it just now.</returns>
    /// <exception cref="StoreAwayException">Whether it was exchanged is unknown.</exception>
    public async ValueTask<LoginCookie?> ExchangeAsync(LoginCookie cookie, CancellationToken cancellation)
    {
        var next = cookie with { Secret = ids.NextToken() };
        return await StoreAwayException.GuardAsync(store.ExchangeAsync(
            cookie.User, cookie.Name, cookie.SecretHash, next.SecretHash, time.GetUtcNow(), cancellation)) ? next : null;
    }

    /// <summary>Whether a login still is one. Asking uses it.</summary>
    /// <exception cref="StoreAwayException">It cannot be known now.</exception>
    public async ValueTask<bool> IsOpenAsync(UserId user, string login, CancellationToken cancellation) =>
        await FindAsync(user, login, time.GetUtcNow(), cancellation) is not null;

    /// <returns>False when it had ended.</returns>
    /// <exception cref="StoreAwayException">Whether it has ended is unknown.</exception>
    public ValueTask<bool> EndAsync(UserId user, string login, CancellationToken cancellation) =>
        StoreAwayException.GuardAsync(store.EndAsync(user, login, cancellation));

    private ValueTask<LoginRecord?> FindAsync(UserId user, string login, DateTimeOffset now, CancellationToken cancellation) =>
        StoreAwayException.GuardAsync(store.UseAsync(user, login, options.IdleTimeout, now, cancellation));
}

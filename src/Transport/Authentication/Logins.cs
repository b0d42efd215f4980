using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Users who have logged in: what they proved with a token or key once counts, by a cookie, until they log out, do nothing for
/// <see cref="LoginOptions.IdleTimeout"/>, or the login ends, at the latest with the credentials it was had for. The secret half of the cookie is
/// exchanged as it is used. The old one stays good until the new one was shown, for the response that bore it may have been lost; whoever shows it
/// after that, other than at the same time, has a copy, and ends the login.
/// </summary>
internal sealed class Logins(ILoginStore store, LoginOptions options, StreamingNode node, IdSource ids, TimeProvider time)
{
    /// <summary>Requests that were under way when the new secret was shown first still bear the old one.</summary>
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

    /// <returns>
    /// Who it is, and the secret in the store if it is due to be exchanged; null when nobody is logged in by this cookie, or not any more.
    /// </returns>
    /// <exception cref="StoreAwayException">It cannot be known now, or a node of another release knows it and this one does not.</exception>
    public async ValueTask<(Principal Principal, string? Due)?> UseAsync(LoginCookie cookie, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(cookie.User, cookie.Name, now, cancellation) is not { } login)
            return null;
        bool isCurrent = login.Secret == cookie.SecretHash;
        bool isUnderWay = login.EarlierSecret == cookie.SecretHash && !(now >= login.ConfirmedAt + Grace);
        if (!isCurrent && !isUnderWay)
        {
            // Somebody has a copy: of two who go on with one login, neither can be told from the other.
            await EndAsync(cookie.User, cookie.Name, CancellationToken.None);
            return null;
        }

        // What confines somebody may be what this release cannot read, so it lets nobody in. The login stays what it is.
        var principal = PrincipalCodec.Decode(login.Content.Span)
            ?? throw new StoreAwayException(new NotSupportedException("a login was kept by another release"));
        if (principal.UserId != cookie.User)
            return null;

        if (isCurrent && login.EarlierSecret.Length > 0 && login.ConfirmedAt is null)
            await StoreAwayException.GuardAsync(store.ConfirmAsync(cookie.User, cookie.Name, cookie.SecretHash, now, CancellationToken.None));
        // The old one, moments after the exchange: the new one has not arrived yet. Later: it was lost.
        var since = login.ExchangedAt + (isCurrent ? options.IdleTimeout / 2 : Grace);
        bool isDue = now >= since && (isCurrent || login.ConfirmedAt is null);
        return (principal with { Login = cookie.Name }, isDue ? login.Secret : null);
    }

    /// <summary>Not given up with the request that it is for: whether it was done must be known.</summary>
    /// <param name="cookie">What the browser shows.</param>
    /// <param name="before">The secret in the store.</param>
    /// <returns>What the browser is to show in its place; null where another request has exchanged it just now.</returns>
    /// <exception cref="StoreAwayException">Whether it was exchanged is unknown.</exception>
    public async ValueTask<LoginCookie?> ExchangeAsync(LoginCookie cookie, string before)
    {
        var next = cookie with { Secret = ids.NextToken() };
        return await StoreAwayException.GuardAsync(store.ExchangeAsync(
            cookie.User, cookie.Name, before, cookie.SecretHash, next.SecretHash, time.GetUtcNow(), CancellationToken.None)) ? next : null;
    }

    /// <summary>Whether a login still is one. Asking uses it.</summary>
    /// <exception cref="StoreAwayException">It cannot be known now.</exception>
    public async ValueTask<bool> IsOpenAsync(UserId user, string login, CancellationToken cancellation) =>
        await FindAsync(user, login, time.GetUtcNow(), cancellation) is not null;

    /// <summary>
    /// Ends a login, and closes what it opened on all nodes. In the store first: nobody can come in by it any more when those who are in are sent away.
    /// </summary>
    /// <returns>False when it had ended.</returns>
    /// <exception cref="StoreAwayException">Whether it has ended is unknown.</exception>
    public async ValueTask<bool> EndAsync(UserId user, string login, CancellationToken cancellation)
    {
        bool wasOpen = await StoreAwayException.GuardAsync(store.EndAsync(user, login, cancellation));
        await node.Operations.EndLoginAsync(login);
        return wasOpen;
    }

    /// <summary>
    /// Forgets a login whose cookie nobody will get, and which has opened nothing. Where the store cannot be reached it ends by itself, for want of use.
    /// </summary>
    public async ValueTask DiscardAsync(LoginCookie cookie)
    {
        try
        {
            await StoreAwayException.GuardAsync(store.EndAsync(cookie.User, cookie.Name, CancellationToken.None));
        }
        catch (StoreAwayException)
        {
            // What made it useless is told instead.
        }
    }

    private ValueTask<LoginRecord?> FindAsync(UserId user, string login, DateTimeOffset now, CancellationToken cancellation) =>
        StoreAwayException.GuardAsync(store.UseAsync(user, login, options.IdleTimeout, now, cancellation));
}

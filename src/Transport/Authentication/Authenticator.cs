using Microsoft.AspNetCore.Http;
using Streaming.Actors;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Answers who is asking. Credentials that do not hold are a rejection even where guests are let in: whoever shows a
/// token means to be somebody, and must not become a stranger because it has expired.
/// </summary>
public sealed class Authenticator
{
    private readonly CredentialReader _reader;
    private readonly Verifiers _verifiers;
    private readonly GuestAuthenticator _guests;
    private readonly Tickets _tickets;
    private readonly LoginAuthenticator _logins;
    private readonly TimeProvider _time;
    private readonly AuthenticationEvents _events;
    private readonly StreamingOptions _options;

    internal Authenticator(
        CredentialReader reader,
        Verifiers verifiers,
        GuestAuthenticator guests,
        Tickets tickets,
        LoginAuthenticator logins,
        TimeProvider time,
        AuthenticationEvents events,
        StreamingOptions options)
    {
        _options = options;
        _reader = reader;
        _verifiers = verifiers;
        _guests = guests;
        _tickets = tickets;
        _logins = logins;
        _time = time;
        _events = events;
    }

    /// <summary>
    /// Reads headers and query of <paramref name="request"/>, never its body. A ticket is used up; of a login the response may bear the next cookie.
    /// </summary>
    /// <param name="door">What is asked for.</param>
    public async ValueTask<AuthOutcome> AuthenticateAsync(HttpRequest request, Doorway door)
    {
        ArgumentNullException.ThrowIfNull(request);
        var credentials = _reader.Read(request, door);
        AuthOutcome outcome;
        try
        {
            outcome = await CheckAsync(credentials, request, door);
        }
        catch (StoreAwayException)
        {
            outcome = AuthOutcome.Away.Instance;
        }

        if (outcome is AuthOutcome.Rejected rejected)
            _events.Refused(credentials.GetType().Name, rejected.Reason);
        return Loosen(outcome);
    }

    /// <summary>Who a token stands for that did not come with a request of its own.</summary>
    internal AuthOutcome Authenticate(string token) => Loosen(_verifiers.Tokens.Authenticate(token));

    /// <summary>What the key that vouched for a principal stands for by now, or why it does not hold any more.</summary>
    internal AuthOutcome ConfirmKey(Principal earlier) => Loosen(StillHolds(earlier));

    private AuthOutcome StillHolds(Principal earlier) => _verifiers.Tokens.StillTrusts(earlier)
        ? _verifiers.ApiKeys.Confirm(earlier)
        : new AuthOutcome.Rejected(Rejection.UnknownKey, "the key that the token was signed with is not valid any more");

    // What the settings say is not asked of anybody is taken out here, once, and nobody has to think of it later.
    private AuthOutcome Loosen(AuthOutcome outcome)
    {
        if (outcome is not AuthOutcome.Authenticated { Principal: var principal })
            return outcome;
        if (!_options.RoomAuthEnabled)
            principal = principal with { Rooms = null, Channels = null };
        if (!_options.MessageAuthEnabled)
            principal = principal with { SpeaksAnyway = true };
        return ReferenceEquals(principal, ((AuthOutcome.Authenticated)outcome).Principal) ? outcome : new AuthOutcome.Authenticated(principal);
    }

    private async ValueTask<AuthOutcome> CheckAsync(Credentials credentials, HttpRequest request, Doorway door) => credentials switch
    {
        Credentials.BearerToken bearer => _verifiers.Tokens.Authenticate(bearer.Token),
        Credentials.ApiKey key => _verifiers.ApiKeys.Authenticate(key.Key),
        Credentials.Ticket ticket => await RedeemAsync(ticket.Text, request.HttpContext.RequestAborted),
        Credentials.Cookie cookie => Confirm(await _logins.AuthenticateAsync(request, door, cookie.Text)),
        Credentials.Unreadable unreadable => new AuthOutcome.Rejected(Rejection.Malformed, unreadable.Why),
        Credentials.None => _guests.Admit(request.Query[GuestAuthenticator.NameParameter]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private async ValueTask<AuthOutcome> RedeemAsync(string ticket, CancellationToken cancellation)
    {
        if (await _tickets.RedeemAsync(ticket, cancellation) is not { } principal)
            return new AuthOutcome.Rejected(Rejection.UnknownTicket, "the ticket is unknown, used, or too old");
        if (principal.Kind == PrincipalKind.Guest)
            return _guests.Confirm(principal);
        return principal.Login is null || await _logins.IsOpenAsync(principal, cancellation)
            ? Confirm(new AuthOutcome.Authenticated(principal))
            : new AuthOutcome.Rejected(Rejection.UnknownLogin, "the user has logged out");
    }

    // Whoever was somebody when they got the ticket or logged in may have been told off since.
    private AuthOutcome Confirm(AuthOutcome outcome)
    {
        if (outcome is not AuthOutcome.Authenticated { Principal: var principal })
            return outcome;
        return principal.ExpiresAt <= _time.GetUtcNow() && principal.KeyHash is null
            ? new AuthOutcome.Rejected(Rejection.Expired, "the credentials have expired")
            : StillHolds(principal);
    }
}

using Microsoft.AspNetCore.Http;
using Streaming.Actors;
using Streaming.Transport.Connections;
using Streaming.Transport.Throttles;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Answers who is asking. Credentials that do not hold are a rejection even where guests are let in: whoever shows a
/// token means to be somebody, and must not become a stranger because it has expired. Of an address that is wrong too often none are looked at, so
/// that they cannot be tried out anywhere.
/// </summary>
public sealed class Authenticator
{
    private readonly CredentialReader _reader;
    private readonly Verifiers _verifiers;
    private readonly GuestAuthenticator _guests;
    private readonly Tickets _tickets;
    private readonly LoginAuthenticator _logins;
    private readonly AddressThrottle _addresses;
    private readonly TimeProvider _time;
    private readonly AuthenticationEvents _events;
    private readonly StreamingOptions _options;

    internal Authenticator(
        CredentialReader reader,
        Verifiers verifiers,
        GuestAuthenticator guests,
        Tickets tickets,
        LoginAuthenticator logins,
        AddressThrottle addresses,
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
        _addresses = addresses;
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
        string? address = ClientAddress.NameOf(request.HttpContext.Connection.RemoteIpAddress);
        if (_addresses.RefuseCredentials(address) is { } shut)
            return new AuthOutcome.Throttled(shut);

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

        Note(outcome, credentials, address);
        return Loosen(outcome);
    }

    /// <summary>Who a token stands for that did not come with a request of its own.</summary>
    /// <param name="address">What the address that it came from is counted under, if there is one.</param>
    internal AuthOutcome Authenticate(string token, string? address)
    {
        if (_addresses.RefuseCredentials(address) is { } shut)
            return new AuthOutcome.Throttled(shut);

        var outcome = _verifiers.Tokens.Authenticate(token);
        Note(outcome, new Credentials.BearerToken(token), address);
        return Loosen(outcome);
    }

    /// <summary>What the key that vouched for a principal stands for by now, or why it does not hold any more.</summary>
    internal AuthOutcome ConfirmKey(Principal earlier) => Loosen(StillHolds(earlier));

    private void Note(AuthOutcome outcome, Credentials credentials, string? address)
    {
        if (outcome is not AuthOutcome.Rejected { Reason: var reason })
            return;
        _events.Refused(credentials.GetType().Name, reason);
        if (IsTry(credentials, reason))
            _addresses.NoteRefused(address);
    }

    // Whether somebody may be guessing. Else a page elsewhere could have a visitor's browser shut the visitor's address out, with requests that
    // are refused whatever they show; and whoever has what was genuine once is not one who guesses, whatever has become of it: an office whose logins
    // and tokens have run out over night comes back from one address.
    private static bool IsTry(Credentials credentials, Rejection reason) => credentials switch
    {
        Credentials.None or Credentials.Unreadable => false,
        Credentials.Ticket => reason == Rejection.UnknownTicket,
        Credentials.Cookie => reason == Rejection.UnknownLogin,
        _ => reason is not (Rejection.Expired or Rejection.NotYetValid),
    };

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
            : new AuthOutcome.Rejected(Rejection.LoginEnded, "the user has logged out");
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

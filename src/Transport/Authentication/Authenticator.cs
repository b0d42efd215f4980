using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Streaming.Actors;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Answers who is asking. Credentials that do not hold are a rejection even where guests are let in: whoever shows a
/// token means to be somebody, and must not become a stranger because it has expired.
/// </summary>
public sealed partial class Authenticator
{
    private readonly CredentialReader _reader;
    private readonly JwtAuthenticator _tokens;
    private readonly ApiKeyAuthenticator _keys;
    private readonly GuestAuthenticator _guests;
    private readonly Tickets _tickets;
    private readonly TimeProvider _time;
    private readonly ILogger<Authenticator> _logger;

    internal Authenticator(
        CredentialReader reader,
        JwtAuthenticator tokens,
        ApiKeyAuthenticator keys,
        GuestAuthenticator guests,
        Tickets tickets,
        TimeProvider time,
        ILogger<Authenticator> logger)
    {
        _reader = reader;
        _tokens = tokens;
        _keys = keys;
        _guests = guests;
        _tickets = tickets;
        _time = time;
        _logger = logger;
    }

    /// <summary>Reads headers and query of <paramref name="request"/>, never its body. A ticket is used up.</summary>
    /// <param name="door">What is asked for.</param>
    public async ValueTask<AuthOutcome> AuthenticateAsync(HttpRequest request, Doorway door)
    {
        ArgumentNullException.ThrowIfNull(request);
        var credentials = _reader.Read(request, door);
        var outcome = credentials switch
        {
            Credentials.BearerToken bearer => _tokens.Authenticate(bearer.Token),
            Credentials.ApiKey key => _keys.Authenticate(key.Key),
            Credentials.Ticket ticket => await RedeemAsync(ticket.Text, request.HttpContext.RequestAborted),
            Credentials.Unreadable unreadable => new AuthOutcome.Rejected(Rejection.Malformed, unreadable.Why),
            Credentials.None => _guests.Admit(request.Query[GuestAuthenticator.NameParameter]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (outcome is AuthOutcome.Rejected rejected)
            CredentialsRejected(_logger, rejected.Reason, credentials.GetType().Name);
        return outcome;
    }

    private async ValueTask<AuthOutcome> RedeemAsync(string ticket, CancellationToken cancellation)
    {
        try
        {
            return await _tickets.RedeemAsync(ticket, cancellation) is { } principal
                ? Confirm(principal)
                : new AuthOutcome.Rejected(Rejection.UnknownTicket, "the ticket is unknown, used, or too old");
        }
        catch (StoreAwayException)
        {
            return AuthOutcome.Away.Instance;
        }
    }

    // Whoever was somebody when they got it may have been told off since.
    private AuthOutcome Confirm(Principal principal)
    {
        if (principal.Kind == PrincipalKind.Guest)
            return _guests.Confirm(principal);
        return principal.KeyHash is null && principal.ExpiresAt <= _time.GetUtcNow()
            ? new AuthOutcome.Rejected(Rejection.Expired, "the credentials that the ticket was had for have expired")
            : _keys.Confirm(principal);
    }
}

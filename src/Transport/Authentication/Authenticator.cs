using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

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
    private readonly ILogger<Authenticator> _logger;

    internal Authenticator(
        CredentialReader reader,
        JwtAuthenticator tokens,
        ApiKeyAuthenticator keys,
        GuestAuthenticator guests,
        ILogger<Authenticator> logger)
    {
        _reader = reader;
        _tokens = tokens;
        _keys = keys;
        _guests = guests;
        _logger = logger;
    }

    /// <summary>Reads headers and query of <paramref name="request"/>, never its body.</summary>
    public AuthOutcome Authenticate(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var credentials = _reader.Read(request);
        AuthOutcome outcome = credentials switch
        {
            Credentials.BearerToken bearer => _tokens.Authenticate(bearer.Token),
            Credentials.ApiKey key => _keys.Authenticate(key.Key),
            Credentials.Unreadable unreadable => new AuthOutcome.Rejected(Rejection.Malformed, unreadable.Why),
            Credentials.None => _guests.Admit(request.Query[GuestAuthenticator.NameParameter]),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (outcome is AuthOutcome.Rejected rejected)
            CredentialsRejected(_logger, rejected.Reason, credentials.GetType().Name);
        return outcome;
    }
}

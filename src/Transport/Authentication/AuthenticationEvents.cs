using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Authentication;

/// <summary>
/// All that happens to credentials and is worth knowing afterwards passes here, once each, on whichever node it happens: the one place to hook a record of it.
/// Never the credentials themselves.
/// </summary>
internal sealed partial class AuthenticationEvents(ILogger<AuthenticationEvents> logger)
{
    /// <param name="kind">Which kind of credentials: <c>BearerToken</c>, <c>ApiKey</c>, <c>Ticket</c>, <c>Cookie</c>.</param>
    public void Refused(string kind, Rejection reason) => LogRefused(logger, reason, kind);

    /// <param name="login">Names the login; opens nothing.</param>
    public void LoggedIn(Principal principal, string login) => LogLoggedIn(logger, principal.UserId, login);

    public void LoggedOut(Principal principal, string login) => LogLoggedOut(logger, principal.UserId, login);

    /// <summary>A connection goes on with other credentials of the same user.</summary>
    public void Refreshed(Principal principal) => LogRefreshed(logger, principal.UserId);

    /// <summary>Connections were closed because what they had come in with does not hold any more.</summary>
    public void Revoked(int connections) => LogRevoked(logger, connections);
}

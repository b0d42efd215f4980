using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Audit;

namespace Streaming.Transport.Authentication;

/// <summary>
/// All that happens to credentials and is worth knowing afterwards passes here, once each, on whichever node it happens: the one place to hook a record of it.
/// Never the credentials themselves. Who logs in and out, and what was refused, stands in the <see cref="AuditLog"/>.
/// </summary>
internal sealed partial class AuthenticationEvents(AuditLog audit, ILogger<AuthenticationEvents> logger)
{
    /// <param name="kind">Which kind of credentials: <c>BearerToken</c>, <c>ApiKey</c>, <c>Ticket</c>, <c>Cookie</c>.</param>
    public void Refused(string kind, Rejection reason) => audit.NoteRefused(kind, reason);

    /// <param name="login">Names the login; opens nothing.</param>
    public void LoggedIn(Principal principal, string login) => audit.NoteLogIn(principal, login);

    public void LoggedOut(UserId user, string login) => audit.NoteLogOut(user, login);

    /// <summary>A connection goes on with other credentials of the same user.</summary>
    public void Refreshed(Principal principal) => LogRefreshed(logger, principal.UserId);

    /// <summary>Connections were closed because what they had come in with does not hold any more.</summary>
    public void Revoked(int connections) => LogRevoked(logger, connections);
}

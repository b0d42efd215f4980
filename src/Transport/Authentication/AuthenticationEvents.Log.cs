using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

internal sealed partial class AuthenticationEvents
{
    // Whoever knocks must not be able to fill the log.
    [LoggerMessage(LogLevel.Debug, "Refused {CredentialKind}: {Reason}")]
    private static partial void LogRefused(ILogger logger, Rejection reason, string credentialKind);

    [LoggerMessage(LogLevel.Information, "User {UserId} logged in, login {LoginName}")]
    private static partial void LogLoggedIn(ILogger logger, UserId userId, string loginName);

    [LoggerMessage(LogLevel.Information, "User {UserId} logged out, login {LoginName}")]
    private static partial void LogLoggedOut(ILogger logger, UserId userId, string loginName);

    [LoggerMessage(LogLevel.Debug, "User {UserId} refreshed the credentials of a connection")]
    private static partial void LogRefreshed(ILogger logger, UserId userId);

    [LoggerMessage(LogLevel.Information, "{Connections} connections closed: their credentials were revoked, or their logins have ended")]
    private static partial void LogRevoked(ILogger logger, int connections);
}

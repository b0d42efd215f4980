using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

internal sealed partial class AuthenticationEvents
{
    [LoggerMessage(LogLevel.Debug, "User {UserId} refreshed the credentials of a connection")]
    private static partial void LogRefreshed(ILogger logger, UserId userId);

    [LoggerMessage(LogLevel.Information, "{Connections} connections closed: their credentials were revoked, or their logins have ended")]
    private static partial void LogRevoked(ILogger logger, int connections);
}

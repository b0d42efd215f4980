using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Audit;

public sealed partial class AuditLog
{
    [LoggerMessage(LogLevel.Information, "{UserId} (key {KeyName}) did {Action} in {RoomId} to {Target}: {Outcome}")]
    private static partial void Acted(
        ILogger logger, UserId userId, string? keyName, string action, RoomId? roomId, string? target, string outcome);

    [LoggerMessage(LogLevel.Debug, "{UserId} (key {KeyName}) was refused {Action} in {RoomId} to {Target}: {Outcome}")]
    private static partial void Refused(
        ILogger logger, UserId userId, string? keyName, string action, RoomId? roomId, string? target, string outcome);

    [LoggerMessage(LogLevel.Information, "Operator {UserId} (key {KeyName}) asked for {Action}")]
    private static partial void Operated(ILogger logger, UserId? userId, string? keyName, string action);

    // The login by its hash, which opens nothing.
    [LoggerMessage(LogLevel.Information, "{UserId} (key {KeyName}) logged in, login {LoginName}")]
    private static partial void LoggedIn(ILogger logger, UserId userId, string? keyName, string loginName);

    [LoggerMessage(LogLevel.Information, "{UserId} logged out, login {LoginName}")]
    private static partial void LoggedOut(ILogger logger, UserId userId, string loginName);

    // Whoever knocks must not be able to fill the log.
    [LoggerMessage(LogLevel.Debug, "Refused {CredentialKind}: {Reason}")]
    private static partial void RefusedCredentials(ILogger logger, string credentialKind, Rejection reason);
}

using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

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
}

using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Pipeline;

internal sealed partial class MessagePipeline
{
    [LoggerMessage(LogLevel.Error,
        "{StageType} threw over a message of user {UserId} on connection {ConnectionId} to room {RoomId}; trace {TraceId}")]
    private static partial void StageThrew(
        ILogger logger, Type stageType, ConnectionId connectionId, UserId userId, RoomId? roomId, string traceId, Exception exception);
}

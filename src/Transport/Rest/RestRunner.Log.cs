using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Rest;

internal sealed partial class RestRunner
{
    [LoggerMessage(LogLevel.Error, "REST: a {Method} of user {UserId} to room {RoomId} failed; trace {TraceId}")]
    private static partial void RequestFailed(
        ILogger logger, string method, UserId userId, RoomId? roomId, string traceId, Exception exception);
}

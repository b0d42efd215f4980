using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

internal sealed partial class RestRunner
{
    [LoggerMessage(LogLevel.Error, "REST: {RequestType} of user {UserId} to room {RoomId} failed; trace {TraceId}")]
    private static partial void RequestFailed(
        ILogger logger, UserId userId, RoomId? roomId, ClientMessageType requestType, string traceId, Exception exception);
}

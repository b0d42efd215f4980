using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Sse;

internal sealed partial class SseEndpoint
{
    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId}: user {UserId} opened a stream, rooms: {Rooms}")]
    private static partial void StreamOpened(ILogger logger, ConnectionId connectionId, UserId userId, int rooms);

    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId}: the stream of user {UserId} ended: {Reason}")]
    private static partial void StreamClosed(ILogger logger, ConnectionId connectionId, UserId userId, string reason);
}

using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Sse;

internal sealed partial class SseEndpoint
{
    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId}: user {UserId} opened a stream, rooms: {Rooms}, channels: {Channels}")]
    private static partial void StreamOpened(ILogger logger, ConnectionId connectionId, UserId userId, int rooms, int channels);

    [LoggerMessage(LogLevel.Information, "Connection {ConnectionId}: the stream of user {UserId} ended: {Reason}")]
    private static partial void StreamClosed(ILogger logger, ConnectionId connectionId, UserId userId, string reason);
}

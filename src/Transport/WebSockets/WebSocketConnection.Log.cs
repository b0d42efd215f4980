using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;

namespace Streaming.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    [LoggerMessage(LogLevel.Debug, "Connection {ConnectionId} {Reason} after {Duration}, frames sent: {Frames}")]
    private partial void ConnectionEnded(ConnectionId connectionId, string reason, TimeSpan duration, long frames);

    [LoggerMessage(LogLevel.Error, "The handler of connection {ConnectionId} threw; it is closed with 1011")]
    private partial void HandlerThrew(ConnectionId connectionId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Reading connection {ConnectionId} failed; it is closed with 1011")]
    private partial void ReadingFailed(ConnectionId connectionId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Closing connection {ConnectionId} failed; it is aborted")]
    private partial void ClosingFailed(ConnectionId connectionId, Exception exception);
}

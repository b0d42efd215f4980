using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

internal sealed partial class WebSocketConnection
{
    // Codes only: the peer's text is its own content.
    internal static string Describe(CloseReason reason) => reason switch
    {
        CloseReason.ByServer(var code, _) => $"closed by the server with {(int)code} {code}",
        CloseReason.ByPeer({ } code, _) => $"closed by the peer with {code}",
        CloseReason.ByPeer => "closed by the peer",
        CloseReason.Lost(var loss) => $"lost: {loss}",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    [LoggerMessage(LogLevel.Debug, "Connection {ConnectionId} {Reason} after {Duration}; {Frames} frames sent")]
    private partial void ConnectionEnded(ConnectionId connectionId, string reason, TimeSpan duration, long frames);

    [LoggerMessage(LogLevel.Error, "The handler of connection {ConnectionId} threw; it is closed with 1011")]
    private partial void HandlerThrew(ConnectionId connectionId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Reading connection {ConnectionId} failed; it is closed with 1011")]
    private partial void ReadingFailed(ConnectionId connectionId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Closing connection {ConnectionId} failed; it is aborted")]
    private partial void ClosingFailed(ConnectionId connectionId, Exception exception);
}

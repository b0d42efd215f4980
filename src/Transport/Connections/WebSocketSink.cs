using Streaming.Actors.Feeds;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Connections;

/// <summary>
/// Puts what a session's rooms deliver into the outbox of its WebSocket. It exists before the socket does: a session
/// is opened first, and may even be replaced before its socket is there.
/// </summary>
internal sealed class WebSocketSink(EventEncoder encoder, ConnectionLease lease) : IClientSink
{
    private readonly Lock _lock = new();
    private readonly ReplayTurns _replays = new();
    private WebSocketConnection? _socket;
    private bool _replaced;

    /// <summary>Binds the socket. Before this nothing is delivered, for nothing is joined.</summary>
    public void Attach(WebSocketConnection socket)
    {
        lock (_lock)
        {
            _socket = socket;
            if (!_replaced)
                return;
        }

        socket.Close(CloseReason.Replaced);
    }

    public void Send(FeedBatch batch) => _socket!.Outbox.TryEnqueue(encoder.Frames(batch));

    public void Send(FeedSignal signal) => _socket!.Outbox.TryEnqueue(encoder.Frame(signal));

    public void Send(FeedReset reset) => _socket!.Outbox.TryEnqueue(encoder.Frame(reset));

    public ValueTask ReadyForReplayAsync() => _replays.WaitAsync(_socket!.Outbox);

    public void ReplayEnded() => _replays.End();

    public void Fail() => _socket!.Close(CloseReason.InternalError);

    public void Replace()
    {
        lock (_lock)
        {
            _replaced = true;
            if (_socket is null)
                return;
        }

        // At once, or the successor of a user at the limit would find no place.
        lease.Unbind();
        _socket.Close(CloseReason.Replaced);
    }
}

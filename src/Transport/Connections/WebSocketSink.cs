using Streaming.Actors.Feeds;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Connections;

/// <summary>
/// Puts what a session's rooms deliver into the outbox of its WebSocket. It exists before the socket does: a session
/// is opened first, and may even be replaced before its socket is there.
/// </summary>
internal sealed class WebSocketSink(EventEncoder encoder) : IClientSink
{
    private readonly Lock _lock = new();
    private readonly ReplayTurns _replays = new();
    private WebSocketConnection? _socket;
    private CloseReason? _toClose;
    private volatile bool _isWelcomed;

    /// <summary>Binds the socket. Before this nothing is delivered, for nothing is joined.</summary>
    public void Attach(WebSocketConnection socket)
    {
        lock (_lock)
        {
            _socket = socket;
            if (_toClose is null)
                return;
        }

        socket.Close(_toClose);
    }

    /// <summary>The welcome stands in the outbox: what is not of a room may follow it.</summary>
    public void Welcomed() => _isWelcomed = true;

    public void Send(FeedBatch batch) => Send(batch, encoder.Frames(batch));

    public void Send(FeedSignal signal) => Send(signal, encoder.Frame(signal));

    public void Send(FeedReset reset) => _socket!.Outbox.TryEnqueue(encoder.Frame(reset));

    public void Send(FeedSkip skip) => _socket!.Outbox.TryEnqueue(encoder.Frame(skip));

    public bool IsBehind => _socket!.Outbox.IsBehind();

    public void Send(SharedNotice notice)
    {
        if (_isWelcomed)
            Send(notice, encoder.Frame(notice));
    }

    public void Send(SharedPresence presence) => Send(presence, encoder.Frame(presence));

    public ValueTask ReadyForReplayAsync() => _replays.WaitAsync(_socket!.Outbox);

    public void ReplayEnded() => _replays.End();

    public void Fail() => _socket!.Close(CloseReason.InternalError);

    public void Replace() => Close(CloseReason.Replaced);

    public void Expel(string reason) => Close(CloseReason.Expelled(reason));

    private void Send(SharedEncoding shared, ReadOnlyMemory<byte> frames) =>
        _socket!.Outbox.TryEnqueue(_socket.IsDeflated ? encoder.Deflated(shared, frames) : frames);

    // Without a socket yet: it will be closed when it comes.
    private void Close(CloseReason reason)
    {
        WebSocketConnection? socket;
        lock (_lock)
        {
            _toClose ??= reason;
            socket = _socket;
        }

        socket?.Close(reason);
    }
}

using System.Buffers;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Connections;

/// <summary>
/// Tells those who are not served why, over the WebSocket they asked for, and closes it. They hold a socket for a
/// moment without having a place, so there may be only so many of them at a time.
/// </summary>
internal sealed class TurnedAway(IdSource ids, ConnectionServices services, ServerMessages messages)
{
    // Each is gone within seconds; a storm beyond this is answered before the handshake, at less cost.
    private const int MaxAtATime = 128;

    private int _count;

    /// <summary>A place for one more, before its handshake. Whoever gets it gives it back by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) <= MaxAtATime)
            return true;
        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _count);

    public async Task CloseAsync(IFrameTransport transport, RequestError error, CloseReason reason)
    {
        var socket = new WebSocketConnection(ids.NextConnection(), transport, services);
        socket.Outbox.TryEnqueue(messages.Error(null, null, error));
        socket.Close(reason);
        await socket.RunAsync(new Nobody(socket));
    }

    private sealed class Nobody(WebSocketConnection socket) : IMessageHandler
    {
        public bool HasSubscriptions => false;

        public ValueTask OnMessageAsync(ReadOnlySequence<byte> message, bool isText)
        {
            socket.Requests.Exit();
            return ValueTask.CompletedTask;
        }

        public void OnClosed(CloseReason reason)
        {
        }
    }
}

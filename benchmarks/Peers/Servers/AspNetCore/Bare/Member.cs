using System.Net.WebSockets;

namespace Streaming.Benchmarks.PeerServers.Bare;

/// <summary>
/// A connection's outgoing side. A WebSocket takes one send at a time, so what comes while one is under way waits for it in a queue
/// that an idle connection never gets. Usually the kernel takes a frame at once, and a send is one call on the thread of whoever publishes.
/// </summary>
internal sealed class Member(WebSocket socket)
{
    /// <summary>Frames; a member that lets more wait is cut off, as memory is not endless.</summary>
    private const int MostWaiting = 16_384;

    private readonly Lock _lock = new();
    private Queue<byte[]>? _waiting;
    private bool _isSending;

    /// <summary>Never waits. The frames of one caller arrive in the order of its calls.</summary>
    public void Send(byte[] frame)
    {
        lock (_lock)
        {
            if (_isSending)
            {
                _waiting ??= new Queue<byte[]>();
                if (_waiting.Count == MostWaiting)
                    socket.Abort();
                else
                    _waiting.Enqueue(frame);
                return;
            }
            _isSending = true;
        }
        // Owned by the member: ends with its queue empty or its socket broken.
        _ = DrainAsync(frame);
    }

    private async Task DrainAsync(byte[] frame)
    {
        try
        {
            do
                await socket.SendAsync(frame.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            while (TryNext(out frame!));
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Its reader sees the same and takes the member out of its rooms; until then nothing more is sent.
            lock (_lock)
                _waiting = null;
        }
    }

    private bool TryNext(out byte[]? frame)
    {
        lock (_lock)
        {
            frame = null;
            if (_waiting?.TryDequeue(out frame) == true)
                return true;
            _isSending = false;
            return false;
        }
    }
}

using System.Threading.Tasks.Sources;

namespace Streaming.Transport.EventLoops;

/// <summary>The rest of a write that did not fit into the socket. Made for the first that does not; most connections have none.</summary>
/// <param name="inline">True: whoever waits goes on inside the loop's round, and so must not block it.</param>
internal sealed class BlockedWrite(LoopSocket socket, bool inline) : ISocketWriter, IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = !inline };
    private ReadOnlyMemory<byte> _rest;

    /// <summary>Writes <paramref name="rest"/> as room comes. One at a time.</summary>
    public ValueTask StartAsync(ReadOnlyMemory<byte> rest)
    {
        _core.Reset();
        _rest = rest;
        var version = _core.Version;
        GoOn();
        return new ValueTask(this, version);
    }

    void ISocketWriter.OnWritable() => GoOn();

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void GoOn()
    {
        try
        {
            do
            {
                _rest = _rest[socket.Send(_rest.Span)..];
                if (_rest.IsEmpty)
                {
                    _rest = default;
                    _core.SetResult(true);
                    return;
                }
            }
            while (!socket.TryPark(this));
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _rest = default;
            _core.SetException(exception);
        }
    }
}

using System.Threading.Tasks.Sources;

namespace Streaming.Transport.EventLoops;

/// <summary>
/// A socket as the web server reads and writes it while it speaks HTTP. Whoever waits goes on on the thread pool: what
/// runs there may take its time.
/// </summary>
internal sealed class LoopStream(LoopSocket socket) : Stream, ISocketReader, IValueTaskSource<int>
{
    private readonly Lock _lock = new();
    private ManualResetValueTaskSourceCore<int> _read = new() { RunContinuationsAsynchronously = true };
    private BlockedWrite? _blockedWrite;
    private Memory<byte> _buffer;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private volatile bool _ended;
    private bool _broken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>From now on nothing is read from the socket, nor written to it: it belongs to somebody else.</summary>
    public void End() => _ended = true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_ended)
            return ValueTask.FromResult(0);
        short version;
        lock (_lock)
        {
            _read.Reset();
            version = _read.Version;
        }
        _buffer = buffer;
        _cancellation = cancellationToken;
        ReceiveOrPark();
        // Runs at once if it is too late, and finds the read parked then. Nobody starts another read while it runs.
        _registration = cancellationToken.UnsafeRegister(static stream => ((LoopStream)stream!).CancelParkedRead(), this);
        return new ValueTask<int>(this, version);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // What a peer that has gone no longer takes is dropped, as by the server's own sockets: that it has gone is told
        // by the connection, and an error here would only be logged as the server's.
        if (_ended || _broken || buffer.IsEmpty)
            return ValueTask.CompletedTask;
        try
        {
            var sent = socket.Send(buffer.Span);
            return sent == buffer.Length ? ValueTask.CompletedTask : WriteRestAsync(buffer[sent..], cancellationToken);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            _broken = true;
            return ValueTask.CompletedTask;
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    void ISocketReader.OnReadable() => ReceiveOrPark();

    int IValueTaskSource<int>.GetResult(short token)
    {
        _registration.Dispose();
        return _read.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    private static bool IsGone(Exception exception) => exception is IOException or ObjectDisposedException;

    private void ReceiveOrPark()
    {
        var (version, cancellation) = (_read.Version, _cancellation);
        try
        {
            do
            {
                if (!socket.TryReceive(_buffer.Span, out var count))
                    continue;
                _read.SetResult(count);
                return;
            }
            while (!socket.TryPark(this));
        }
        catch (Exception exception) when (IsGone(exception))
        {
            _read.SetException(exception);
            return;
        }
        // Cancelled while it was not parked, for a moment. By now it may have ended, and another one wait in its place.
        if (cancellation.IsCancellationRequested)
            CancelParkedRead(version);
    }

    private void CancelParkedRead() => CancelParkedRead(_read.Version);

    private void CancelParkedRead(short version)
    {
        lock (_lock)
        {
            if (_read.Version == version && socket.TryUnparkReader())
                _read.SetException(new OperationCanceledException(_cancellation));
        }
    }

    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellationToken)
    {
        _blockedWrite ??= new BlockedWrite(socket, inline: false);
        // Half of what was to be written is of no use to anyone.
        using var abort = cancellationToken.UnsafeRegister(static socket => ((LoopSocket)socket!).Abort(), socket);
        try
        {
            await _blockedWrite.StartAsync(rest);
        }
        catch (Exception exception) when (IsGone(exception))
        {
            _broken = true;
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}

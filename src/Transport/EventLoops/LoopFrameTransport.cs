using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.EventLoops;

/// <summary>
/// A WebSocket straight on its socket. What arrives is handled inside the loop's round, and what the outbox holds is
/// written at the end of the round. While nothing happens it holds no buffer.
/// </summary>
internal sealed class LoopFrameTransport : IFrameTransport, ISocketReader, IThreadPoolWorkItem, IValueTaskSource<ReadResult>
{
    private const int BufferBytes = 16 * 1024;

    // Then the others of the loop have their turn.
    private const int MaxReadsInARow = 4;

    private readonly LoopSocket _socket;
    private ManualResetValueTaskSourceCore<ReadResult> _read;
    private BlockedWrite? _blockedWrite;
    private byte[]? _buffer;
    private int _start;
    private int _end;
    private bool _unexamined;
    private bool _drained;
    private bool _completed;
    private int _row;

    /// <param name="socket">From now on this transport's to close.</param>
    /// <param name="early">What arrived together with the handshake.</param>
    /// <param name="isDeflated">See <see cref="IsDeflated"/>.</param>
    public LoopFrameTransport(LoopSocket socket, ReadOnlySpan<byte> early, bool isDeflated = false)
    {
        _socket = socket;
        IsDeflated = isDeflated;
        if (early.IsEmpty)
            return;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(BufferBytes, early.Length));
        early.CopyTo(_buffer);
        _end = early.Length;
        _unexamined = true;
    }

    public bool OutlivesRequest => true;

    public bool IsDeflated { get; }

    public ValueTask<ReadResult> ReadAsync()
    {
        if (_unexamined || _completed)
            return new ValueTask<ReadResult>(Result());
        var isOthersTurn = ++_row > MaxReadsInARow;
        if (!isOthersTurn && !_drained && TryFill())
            return new ValueTask<ReadResult>(Result());

        _row = 0;
        _read.Reset();
        var version = _read.Version;
        if (isOthersTurn)
            _socket.Loop.ScheduleNext(this);
        else
            Park();
        return new ValueTask<ReadResult>(this, version);
    }

    public void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        _start += (int)Unconsumed().Slice(0, consumed).Length;
        _unexamined = false;
        if (_start == _end)
            _start = _end = 0;
    }

    public ValueTask EndReadingAsync()
    {
        _start = _end = 0;
        ReleaseBufferIfEmpty();
        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = _socket.Send(bytes.Span);
        if (sent == bytes.Length)
            return ValueTask.CompletedTask;
        _blockedWrite ??= new BlockedWrite(_socket, inline: true);
        return _blockedWrite.StartAsync(bytes[sent..]);
    }

    public void Schedule(IThreadPoolWorkItem drainer) => _socket.Loop.ScheduleWrite(drainer);

    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    void ISocketReader.OnReadable()
    {
        try
        {
            _drained = false;
            if (TryFill())
                _read.SetResult(Result());
            else
                Park();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            _read.SetException(exception);
        }
    }

    void IThreadPoolWorkItem.Execute() => ((ISocketReader)this).OnReadable();

    ReadResult IValueTaskSource<ReadResult>.GetResult(short token) => _read.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<ReadResult>.GetStatus(short token) => _read.GetStatus(token);

    void IValueTaskSource<ReadResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _read.OnCompleted(continuation, state, token, flags);

    // Whoever reads is told by the loop; or at once, if something came since the last look.
    private void Park()
    {
        ReleaseBufferIfEmpty();
        if (!_socket.TryPark((ISocketReader)this))
            _socket.Loop.Schedule(this);
    }

    // False: there is nothing now.
    private bool TryFill()
    {
        MakeRoom();
        if (!_socket.TryReceive(_buffer.AsSpan(_end), out var count))
            return false;
        // A read that did not fill the buffer has emptied the socket, so the next one would be in vain: what comes later
        // is told as a change. Only the end of the stream may lie behind it without another.
        _drained = count < _buffer!.Length - _end && !_socket.HasPeerEnded;
        _end += count;
        _unexamined = count > 0;
        _completed = count == 0;
        return true;
    }

    private void MakeRoom()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
        if (_start == 0)
            return;
        // What has not been consumed is the start of a frame's header: a few bytes.
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }

    private void ReleaseBufferIfEmpty()
    {
        if (_buffer is null || _start != _end)
            return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }

    private ReadOnlySequence<byte> Unconsumed() =>
        _buffer is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(_buffer, _start, _end - _start);

    private ReadResult Result() => new(Unconsumed(), isCanceled: false, _completed);
}

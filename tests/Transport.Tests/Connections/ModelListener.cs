using System.Threading.Tasks.Sources;
using Streaming.Transport.Connections;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

/// <summary>
/// A listener with a real outbox, and the socket below it as a model. It behaves as a connection does: too much for it
/// closes it, what it missed is replayed when it comes back, as far as there is room each time, and then it is told as
/// it happens.
/// </summary>
internal sealed class ModelListener : IOutboxTarget, IOutboxOwner, IValueTaskSource
{
    private const int MostGathered = 64 * 1024;
    private static readonly byte[] Last = [0xFF, 0xFE, 0xFD];

    private readonly ModelRoom _room;
    private readonly bool _writesAtOnce;
    private readonly Queue<IThreadPoolWorkItem> _drainers = new();
    private ManualResetValueTaskSourceCore<bool> _write;
    private Outbox _outbox = null!;
    private ReadOnlyMemory<byte> _writing;
    private byte[]? _written;
    private bool _tooSlow;
    private bool _closes;
    private bool _hasLast;
    private bool _live;
    private bool _helped;
    private int _holds;
    private int _told; // frames given to the outbox
    private long _unwritten;

    public ModelListener(ModelRoom room, bool writesAtOnce)
    {
        _room = room;
        _writesAtOnce = writesAtOnce;
        Open();
    }

    /// <summary>Frames that arrived.</summary>
    public int Has { get; private set; }

    /// <summary>Nothing waits and nothing is being written.</summary>
    public bool IsIdle => _drainers.Count == 0 && _written is null;

    public void Tell(byte[] frame)
    {
        if (!_live || _closes || _outbox.Ended.IsCompleted)
            return;
        var wasWriting = _written is not null;
        var accepted = _outbox.TryEnqueue(frame);
        // What waits for a drainer that has not come yet is written before anything is refused, and until that is done there is room for another batch.
        _helped |= !wasWriting && _written is not null;
        var fits = _unwritten + WeightOf(frame) <= Bound;
        Assert.Equal(fits, accepted);
        Assert.True(accepted || !_writesAtOnce || _holds > 0, "closed as too slow, though its socket takes all");
        Assert.Equal(!fits, _tooSlow);
        if (fits)
            Count(frame);
        else
            Close(dropWaiting: true);
    }

    public void GoOnReplaying()
    {
        if (_live || _closes || _outbox.Ended.IsCompleted)
            return;
        while (_told < _room.Frames.Count && _outbox.WaitForRoomAsync().AsTask() is { IsCompletedSuccessfully: true, Result: true })
        {
            Assert.True(_unwritten < _room.MaxBytes / 2);
            var frame = _room.Frames[_told];
            Assert.True(_outbox.TryEnqueue(frame));
            Count(frame);
        }
        _live = _told == _room.Frames.Count;
    }

    /// <summary>Nothing begins to leave meanwhile.</summary>
    public void HoldWhile(Action all)
    {
        var held = _outbox;
        held.HoldWhile(() =>
        {
            _holds++;
            all();
            // It may have come back meanwhile, with another.
            if (held == _outbox)
                _holds--;
        });
    }

    public void Drain()
    {
        if (_drainers.TryDequeue(out var drainer))
            drainer.Execute();
    }

    public void FinishWrite()
    {
        if (_written is null)
            return;
        Arrive();
        _write.SetResult(true);
    }

    public void FailWrite()
    {
        if (_written is null)
            return;
        _written = null;
        _write.SetException(new IOException("the peer is gone"));
    }

    public void Close(bool dropWaiting)
    {
        _closes = true;
        _outbox.Complete(Last, dropWaiting);
    }

    public void Abort()
    {
        _closes = true;
        _outbox.Abort();
        FailWrite();
    }

    /// <summary>Comes back if it had gone.</summary>
    public void TryResume()
    {
        if (!_outbox.Ended.IsCompleted || !IsIdle)
            return;
        Assert.Equal(_hasLast, _outbox.Ended.Result);
        Open();
    }

    public void Leave()
    {
        Close(dropWaiting: false);
        Drain();
        FinishWrite();
        Assert.True(_outbox.Ended.IsCompleted);
        Assert.Equal(_hasLast, _outbox.Ended.Result);
        Assert.Equal(0, _outbox.Statistics.WaitingBytes);
    }

    void IOutboxTarget.Schedule(IThreadPoolWorkItem drainer) => _drainers.Enqueue(drainer);

    ValueTask IOutboxTarget.WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Assert.Null(_written);
        Assert.Equal(0, _holds);
        _writing = bytes;
        _written = bytes.ToArray();
        if (_writesAtOnce)
        {
            Arrive();
            return ValueTask.CompletedTask;
        }
        _write.Reset();
        return new ValueTask(this, _write.Version);
    }

    void IOutboxOwner.OnOutboxFailed(OutboxFailure failure)
    {
        switch (failure)
        {
            case OutboxFailure.Overflow:
                Assert.False(_tooSlow);
                _tooSlow = true;
                break;
            case OutboxFailure.WriteTimedOut:
                Assert.NotNull(_written);
                Abort();
                break;
            case OutboxFailure.WriteFailed:
                break;
        }
    }

    void IValueTaskSource.GetResult(short token) => _write.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _write.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _write.OnCompleted(continuation, state, token, flags);

    private void Open()
    {
        Assert.Empty(_drainers);
        _tooSlow = _closes = _hasLast = _live = _helped = false;
        _told = Has;
        _holds = 0;
        _unwritten = 0;
        _outbox = new Outbox(this, _room.MaxBytes, ModelRoom.WriteTimeout, _room.Wheel, this);
    }

    private int Bound => _holds > 0 ? 2 * _room.MaxBytes : _helped ? _room.MaxBytes + MostGathered : _room.MaxBytes;

    private void Count(byte[] frame)
    {
        _told++;
        _unwritten += WeightOf(frame);
        Assert.InRange(_unwritten, 0, Bound);
    }

    // The bytes are whole frames, the next ones of the room, and after the last of a connection comes nothing.
    private void Arrive()
    {
        Assert.Equal(_written!, _writing.ToArray()); // they may not change while they are being written
        ReadOnlySpan<byte> rest = _written;
        _written = null;
        _helped = false;
        Assert.False(_hasLast);
        for (var frames = 0; !rest.IsEmpty; frames++)
        {
            Assert.True(frames == 0 || _writing.Length <= MostGathered);
            if (_closes && rest.SequenceEqual(Last))
            {
                _hasLast = true;
                return;
            }
            var next = _room.Frames[Has];
            Assert.True(rest.StartsWith(next), $"not frame {Has}");
            rest = rest[next.Length..];
            Has++;
            _unwritten -= WeightOf(next);
        }
    }

    // The smallest count for more than they have.
    private static int WeightOf(byte[] frame) => Math.Max(64, frame.Length);
}

using System.Buffers;
using Streaming.Actors.Time;

namespace Streaming.Transport.Connections;

/// <summary>
/// What waits to be written to one connection. Any thread may add to it; frames leave in the order in which they
/// were accepted, and everything that gathered while the connection was busy leaves in one write. The frames are
/// shared: the same bytes wait in the outboxes of all listeners of a room.
/// <para>
/// Bounded in bytes, of which the smallest frame counts for a few more than it has. Full means that the reader at the other end is too slow: the outbox accepts nothing more and
/// tells its owner, which closes the connection. Nobody ever waits for a slow reader, except a replay, which
/// asks for room first (<see cref="WaitForRoomAsync"/>).
/// </para>
/// <para>
/// Nothing runs while nothing waits: the drainer is a work item that is queued by the first frame and ends with
/// the last one. What belongs together is put in under a hold (<see cref="HoldWhile"/>), and begins to leave after it.
/// </para>
/// </summary>
internal sealed class Outbox : IThreadPoolWorkItem
{
    /// <summary>About what a socket's buffer takes of full batches. What waits after that many waits behind the others.</summary>
    private const int MaxWritesPerTurn = 16;

    private readonly Lock _lock = new();
    private FrameQueue _waiting;
    private readonly IOutboxTarget _target;
    private readonly long _maxBytes;
    private readonly IOutboxOwner _owner;
    private readonly TimingWheel _wheel;
    private readonly TimeSpan _writeTimeout;

    // Most connections never need these.
    private WriteTimer? _writeTimer;
    private TaskCompletionSource<bool>? _room;

    private TaskCompletionSource<bool>? _ended;
    private bool? _outcome;
    private State _state;
    private Drainer _drainer;
    private bool _isHelped;
    private int _holds;
    private long _writingBytes;
    private long _writingWeight;
    private long _acceptedBytes;
    private long _writtenFrames;
    private long _writtenBytes;
    private long _writes;

    /// <param name="target">Written to by the outbox alone.</param>
    /// <param name="maxBytes">Bytes that may wait, those of a write under way included; a frame counts as <see cref="FrameQueue.LeastWeight"/> at least.</param>
    /// <param name="writeTimeout">Time that one write may take.</param>
    /// <param name="wheel">Watches writes that do not complete at once.</param>
    /// <param name="owner">Told about overflow, time-out and failure.</param>
    public Outbox(IOutboxTarget target, long maxBytes, TimeSpan writeTimeout, TimingWheel wheel, IOutboxOwner owner)
    {
        _target = target;
        _maxBytes = maxBytes;
        _owner = owner;
        _wheel = wheel;
        _writeTimeout = writeTimeout;
    }

    private enum Drainer
    {
        Idle,

        /// <summary>Asked for. It is not known when it comes, nor whether another is quicker.</summary>
        Queued,

        Running,
    }

    private enum Acceptance
    {
        Closed,

        /// <summary>For good: the outbox has overflowed.</summary>
        Full,

        /// <summary>There is no room, but nobody has begun to write what waits.</summary>
        DrainFirst,

        /// <summary>The drainer has to be asked for.</summary>
        First,

        Behind,
    }

    // What the outbox takes only ever shrinks: everything, then nothing new, then nothing at all.
    private enum State
    {
        Open,
        Overflowed,
        Completing,
        Ended,
    }

    /// <summary>
    /// Done once nothing is written any more. True: the last frame has been written, and so everything before it
    /// that was not dropped on purpose. False: a write failed, or the outbox was aborted.
    /// </summary>
    public Task<bool> Ended
    {
        get
        {
            lock (_lock)
            {
                _ended ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                if (_outcome is { } outcome)
                    _ended.TrySetResult(outcome);
                return _ended.Task;
            }
        }
    }

    public OutboxStatistics Statistics
    {
        get
        {
            lock (_lock)
                return new OutboxStatistics(_writtenFrames, _writtenBytes, _writes, _waiting.Bytes + _writingBytes);
        }
    }

    // While one who hands out writes what the drainer did not come to, the others go on a little: nothing tells yet that the reader is slow. Under
    // a hold, which lasts a moment, nothing can tell.
    private long Bound => _holds > 0 ? 2 * _maxBytes : _isHelped ? _maxBytes + FrameQueue.MaxBatchBytes : _maxBytes;

    // What is being written still takes memory, and the peer has not got it.
    private long Weight => _waiting.Weight + _writingWeight;

    /// <summary>Accepts a frame to be written, or refuses it because the outbox is full or closed; never waits.</summary>
    /// <param name="frame">Whole frames; must not change any more.</param>
    public bool TryEnqueue(ReadOnlyMemory<byte> frame) => TryEnqueue(frame, out _);

    /// <param name="mark">What <see cref="HasWritten"/> takes to tell whether this frame has been written.</param>
    public bool TryEnqueue(ReadOnlyMemory<byte> frame, out long mark)
    {
        Acceptance outcome;
        // Whoever hands out may be quicker than the drainer comes to its turn, and that is no fault of the reader's: what waits
        // is written now, as far as the connection takes it.
        while ((outcome = Accept(frame, out mark)) == Acceptance.DrainFirst)
            Drain(maxWrites: int.MaxValue);
        if (outcome == Acceptance.First)
            _target.Schedule(this);
        if (outcome == Acceptance.Full)
        {
            ReleaseWaiters();
            _owner.OnOutboxFailed(OutboxFailure.Overflow);
        }
        return outcome is Acceptance.First or Acceptance.Behind;
    }

    private Acceptance Accept(ReadOnlyMemory<byte> frame, out long mark)
    {
        lock (_lock)
        {
            mark = _acceptedBytes + frame.Length;
            if (_state != State.Open)
                return Acceptance.Closed;
            if (Weight + FrameQueue.WeightOf(frame) <= Bound)
                return Append(frame) ? Acceptance.First : Acceptance.Behind;
            if (_drainer == Drainer.Queued)
                return Acceptance.DrainFirst;
            _state = State.Overflowed;
            return Acceptance.Full;
        }
    }

    /// <summary>
    /// Has nothing leave, but what is being written, until <paramref name="all"/> has been done: a peer that sees a frame may rely on what was done
    /// with it. Runs on the caller's stack, and must not wait for anything.
    /// </summary>
    public void HoldWhile(Action all)
    {
        lock (_lock)
            _holds++;
        try
        {
            all();
        }
        finally
        {
            if (Release())
                _target.Schedule(this);
        }
    }

    // True: the drainer has to be asked for, since whoever came meanwhile did not.
    private bool Release()
    {
        lock (_lock)
        {
            bool isDue = --_holds == 0 && _drainer == Drainer.Idle && _waiting.Weight > 0;
            if (isDue)
                _drainer = Drainer.Queued;
            return isDue;
        }
    }

    /// <summary>Whether everything up to a mark has been handed to the target.</summary>
    public bool HasWritten(long mark)
    {
        lock (_lock)
            return _writtenBytes >= mark;
    }

    /// <summary>
    /// Whether half the bound or more waits, though what could be written has been: the reader is slow, not only its turn late or the outbox held.
    /// </summary>
    public bool IsBehind()
    {
        lock (_lock)
        {
            if (Weight < _maxBytes / 2)
                return false;
        }

        Drain(maxWrites: int.MaxValue);
        lock (_lock)
            return _drainer == Drainer.Running && Weight >= _maxBytes / 2;
    }

    /// <summary>
    /// Waits until less than half the bound waits. False: the outbox takes nothing any more. Whoever replays a log
    /// asks before each batch of at most half the bound, so that a replay alone never makes a consumer slow.
    /// </summary>
    public ValueTask<bool> WaitForRoomAsync()
    {
        lock (_lock)
        {
            if (_state != State.Open)
                return ValueTask.FromResult(false);
            if (Weight < _maxBytes / 2)
                return ValueTask.FromResult(true);
            _room ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask<bool>(_room.Task);
        }
    }

    /// <summary>
    /// Accepts no more, writes what waits and <paramref name="last"/> after it. See <see cref="Ended"/> for the end.
    /// Does nothing if the outbox has been completed or aborted before.
    /// </summary>
    /// <param name="last">The last frame; may be empty, and is not counted against the bound.</param>
    /// <param name="dropWaiting">Leave out what waits and is not being written yet.</param>
    public void Complete(ReadOnlyMemory<byte> last, bool dropWaiting)
    {
        bool start;
        lock (_lock)
        {
            if (_state >= State.Completing)
                return;
            _state = State.Completing;
            if (dropWaiting)
                _waiting.Clear();
            start = Append(last);
        }
        ReleaseWaiters();
        if (start)
            _target.Schedule(this);
    }

    /// <summary>
    /// Drops what waits. A write under way ends when the owner aborts the connection, which it has to do as well.
    /// </summary>
    public void Abort()
    {
        lock (_lock)
        {
            _state = State.Ended;
            _waiting.Clear();
            if (_drainer == Drainer.Idle)
                SetOutcome(false);
        }
        ReleaseWaiters();
    }

    void IThreadPoolWorkItem.Execute() => Drain(MaxWritesPerTurn);

    // A reader that is as fast as its room would keep the thread for itself: after some writes the others have their turn.
    private void Drain(int maxWrites)
    {
        lock (_lock)
        {
            // What it was asked for may have been written by a quicker one.
            if (_drainer != Drainer.Queued)
                return;
            if (_holds > 0)
            {
                EndDraining();
                return;
            }
            _drainer = Drainer.Running;
            _isHelped = maxWrites == int.MaxValue;
        }

        byte[]? gathered = null;
        var batch = TakeBatch(written: default, ref gathered);
        for (var writes = 1; batch.Frames > 0; writes++)
        {
            var write = WriteAsync(batch.Bytes);
            // Most writes complete at once, and have neither a task nor an entry in the wheel.
            if (!write.IsCompletedSuccessfully)
            {
                _ = GoOnAsync(write, batch, gathered);
                return;
            }
            write.GetAwaiter().GetResult();
            if (writes >= maxWrites && TryPutOff(batch))
                break;
            batch = TakeBatch(batch, ref gathered);
        }
        Return(gathered);
    }

    // Counts what has been written, and asks for another turn for what waits. False: nothing was done, since nothing waits.
    private bool TryPutOff(FrameBatch written)
    {
        lock (_lock)
        {
            if (_waiting.Weight == 0)
                return false;
            Count(written);
            _writingBytes = _writingWeight = 0;
            _drainer = Drainer.Queued;
        }
        ReleaseRoom();
        _target.Schedule(this);
        return true;
    }

    // From a write that has to wait to the end of what waits. Owned by the outbox itself: every way out of here ends in
    // `Ended` or in a later drainer.
    private async Task GoOnAsync(ValueTask write, FrameBatch batch, byte[]? gathered)
    {
        try
        {
            while (batch.Frames > 0)
            {
                await WatchAsync(write);
                batch = TakeBatch(batch, ref gathered);
                if (batch.Frames > 0)
                    write = WriteAsync(batch.Bytes);
            }
        }
        catch (Exception)
        {
            // Whatever a target throws means the same: nobody reads it any more.
            Fail();
        }
        finally
        {
            Return(gathered);
        }
    }

    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return _target.WriteAsync(bytes);
        }
        catch (Exception exception)
        {
            return ValueTask.FromException(exception);
        }
    }

    private async ValueTask WatchAsync(ValueTask write)
    {
        if (write.IsCompleted)
        {
            await write;
            return;
        }
        _writeTimer ??= new WriteTimer(_wheel, _writeTimeout, _owner);
        _writeTimer.Start();
        try
        {
            await write;
        }
        finally
        {
            _writeTimer.Stop();
        }
    }

    private static void Return(byte[]? gathered)
    {
        if (gathered is not null)
            ArrayPool<byte>.Shared.Return(gathered);
    }

    // Counts what has been written, and takes what leaves next: none, also while it is held back, ends the draining.
    private FrameBatch TakeBatch(FrameBatch written, ref byte[]? gathered)
    {
        FrameBatch batch;
        lock (_lock)
        {
            if (written.Frames > 0)
                Count(written);
            var weight = _waiting.Weight;
            batch = _holds > 0 ? default : _waiting.TakeBatch(ref gathered);
            _writingBytes = batch.Bytes.Length;
            _writingWeight = weight - _waiting.Weight;
            if (batch.Frames == 0)
                EndDraining();
        }
        ReleaseRoom();
        return batch;
    }

    // Under the lock.
    private void Count(FrameBatch written)
    {
        _isHelped = false;
        _writes++;
        _writtenFrames += written.Frames;
        _writtenBytes += written.Bytes.Length;
    }

    // Outside the lock, after what left was counted under it: whoever begins to wait later sees the room there is.
    private void ReleaseRoom()
    {
        if (_room is null)
            return;
        TaskCompletionSource<bool>? room = null;
        lock (_lock)
        {
            if (_room is not null && Weight < _maxBytes / 2)
                (room, _room) = (_room, null);
        }
        room?.TrySetResult(true);
    }

    private void EndDraining()
    {
        _drainer = Drainer.Idle;
        _isHelped = false;
        // What is held back has not been written yet, and neither has the end.
        if (_state == State.Ended || (_state == State.Completing && _waiting.Weight == 0))
        {
            SetOutcome(_state == State.Completing);
            _state = State.Ended;
        }
    }

    // Under the lock. The first outcome stands.
    private void SetOutcome(bool flushed)
    {
        _outcome ??= flushed;
        _ended?.TrySetResult(_outcome.Value);
    }

    private void Fail()
    {
        bool told;
        lock (_lock)
        {
            told = _state == State.Ended;
            _state = State.Ended;
            _drainer = Drainer.Idle;
            _writingBytes = _writingWeight = 0;
            _waiting.Clear();
            SetOutcome(false);
        }
        ReleaseWaiters();
        if (!told)
            _owner.OnOutboxFailed(OutboxFailure.WriteFailed);
    }

    // True: the caller has to start the drainer, outside the lock.
    private bool Append(ReadOnlyMemory<byte> frame)
    {
        _waiting.Append(frame);
        _acceptedBytes += frame.Length;
        if (_drainer != Drainer.Idle || _holds > 0)
            return false;
        _drainer = Drainer.Queued;
        return true;
    }

    private void ReleaseWaiters()
    {
        TaskCompletionSource<bool>? room;
        lock (_lock)
            (room, _room) = (_room, null);
        room?.TrySetResult(false);
    }
}

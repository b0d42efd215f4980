using System.Buffers;

namespace Streaming.Transport.Connections;

/// <summary>
/// Frames in the order in which they leave, taken out as batches. A value, and without a queue of its own while one frame
/// waits at a time: a message in a large room goes through thousands of them. Not thread-safe: its outbox locks.
/// </summary>
internal struct FrameQueue
{
    /// <summary>Large enough that the cost of a write disappears in it, and Kestrel's own output buffer takes one at once.</summary>
    public const int MaxBatchBytes = 64 * 1024;

    /// <summary>What the smallest frame counts as, in bytes: a pong of two bytes takes an array and a place in the queue all the same.</summary>
    public const int LeastWeight = 64;

    // A queue that a burst has grown is given up when it runs empty, so that idle connections stay small.
    private const int KeptCapacity = 16;

    private ReadOnlyMemory<byte> _first;
    private bool _hasFirst;
    private Queue<ReadOnlyMemory<byte>>? _others;

    /// <summary>Bytes of all frames in the queue.</summary>
    public long Bytes { get; private set; }

    /// <summary>About the memory that all frames in the queue take, in bytes.</summary>
    public long Weight { get; private set; }

    public static int WeightOf(ReadOnlyMemory<byte> frame) => Math.Max(frame.Length, LeastWeight);

    public void Append(ReadOnlyMemory<byte> frame)
    {
        Bytes += frame.Length;
        Weight += WeightOf(frame);
        if (!_hasFirst)
        {
            (_first, _hasFirst) = (frame, true);
            return;
        }
        _others ??= new Queue<ReadOnlyMemory<byte>>();
        _others.Enqueue(frame);
    }

    public void Clear() => this = default;

    /// <summary>
    /// Takes as many frames as fit into one write. A single frame leaves as it is, of whatever size; several are
    /// gathered, because one write costs far more than a copy.
    /// </summary>
    /// <param name="buffer">Where frames are gathered; rented from the shared pool when it is first needed, and the caller's to return.</param>
    public FrameBatch TakeBatch(ref byte[]? buffer)
    {
        if (!_hasFirst)
            return default;
        var first = TakeFirst();
        if (!NextFits(first.Length))
            return new FrameBatch(first, 1);

        buffer ??= ArrayPool<byte>.Shared.Rent(MaxBatchBytes);
        first.Span.CopyTo(buffer);
        var length = first.Length;
        var count = 1;
        while (NextFits(length))
        {
            var next = TakeFirst();
            next.Span.CopyTo(buffer.AsSpan(length));
            length += next.Length;
            count++;
        }
        return new FrameBatch(buffer.AsMemory(0, length), count);
    }

    private ReadOnlyMemory<byte> TakeFirst()
    {
        var first = _first;
        Bytes -= first.Length;
        Weight -= WeightOf(first);
        _first = default;
        _hasFirst = _others?.TryDequeue(out _first) == true;
        if (!_hasFirst && _others?.Capacity > KeptCapacity)
            _others = null;
        return first;
    }

    private readonly bool NextFits(int length) => _hasFirst && length + _first.Length <= MaxBatchBytes;
}

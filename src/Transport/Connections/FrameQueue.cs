using System.Buffers;

namespace Streaming.Transport.Connections;

/// <summary>Frames in the order in which they leave, taken out as batches. Not thread-safe: its outbox locks.</summary>
internal sealed class FrameQueue
{
    /// <summary>Large enough that the cost of a write disappears in it, and Kestrel's own output buffer takes one at once.</summary>
    public const int MaxBatchBytes = 64 * 1024;

    // A queue that a burst has grown is given up when it runs empty, so that idle connections stay small.
    private const int KeptCapacity = 16;

    private Queue<ReadOnlyMemory<byte>>? _frames;

    /// <summary>Bytes of all frames in the queue.</summary>
    public long Bytes { get; private set; }

    public void Append(ReadOnlyMemory<byte> frame)
    {
        _frames ??= new Queue<ReadOnlyMemory<byte>>();
        _frames.Enqueue(frame);
        Bytes += frame.Length;
    }

    public void Clear()
    {
        _frames = null;
        Bytes = 0;
    }

    /// <summary>
    /// Takes as many frames as fit into one write. A single frame leaves as it is, of whatever size; several are
    /// gathered, because one write costs far more than a copy.
    /// </summary>
    /// <param name="buffer">Where frames are gathered; rented from the shared pool when it is first needed, and the caller's to return.</param>
    public FrameBatch TakeBatch(ref byte[]? buffer)
    {
        if (_frames is not { Count: > 0 } frames)
        {
            if (_frames?.Capacity > KeptCapacity)
                _frames = null;
            return default;
        }
        var first = frames.Dequeue();
        Bytes -= first.Length;
        if (!NextFits(frames, first.Length))
            return new FrameBatch(first, 1);

        buffer ??= ArrayPool<byte>.Shared.Rent(MaxBatchBytes);
        first.CopyTo(buffer);
        var length = first.Length;
        var count = 1;
        while (NextFits(frames, length))
        {
            var next = frames.Dequeue();
            next.CopyTo(buffer.AsMemory(length));
            length += next.Length;
            count++;
        }
        Bytes -= length - first.Length;
        return new FrameBatch(buffer.AsMemory(0, length), count);
    }

    private static bool NextFits(Queue<ReadOnlyMemory<byte>> frames, int length) =>
        frames.TryPeek(out var next) && length + next.Length <= MaxBatchBytes;
}

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Bytes that wait. Keeps its buffer, so it allocates only while it grows.</summary>
internal sealed class ByteQueue
{
    private byte[] _buffer = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Waiting => _buffer.AsSpan(_start, Length);

    public void Clear() => _start = _end = 0;

    /// <summary>Room for so many bytes behind those that wait; see <see cref="Added"/>.</summary>
    public Span<byte> Space(int length)
    {
        if (_buffer.Length - _end < length)
        {
            byte[] target = _buffer.Length >= 2 * (Length + length) ? _buffer : new byte[Math.Max(512, 2 * (Length + length))];
            Waiting.CopyTo(target);
            (_buffer, _start, _end) = (target, 0, Length);
        }

        return _buffer.AsSpan(_end, length);
    }

    public void Added(int length) => _end += length;

    public void Taken(int length)
    {
        _start += length;
        if (_start == _end)
            Clear();
    }
}

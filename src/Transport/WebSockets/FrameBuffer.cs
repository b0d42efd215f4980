using System.Buffers;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// Where text frames grow behind one another, again and again: what they take is copied out of it, so that frames which wait in
/// outboxes hold no byte more than they have. A frame's header depends on how long its payload turns out to be: room for the usual
/// header is left in front, and a payload that needs another one is moved.
/// </summary>
internal sealed class FrameBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 1024;

    /// <summary>The largest batch of a feed fits, framed; what grew beyond it for more, such as a page of history, is not kept.</summary>
    private const int MaxKept = 256 * 1024;

    // The header of 126 to 65,535 bytes of payload, which nearly every event has.
    private const int UsualHeader = 4;

    private byte[] _bytes = new byte[FirstSize];
    private int _frame;
    private int _end;

    /// <summary>What is written from here on is one frame's payload, until <see cref="EndFrame"/>.</summary>
    public void BeginFrame()
    {
        _frame = _end;
        Reserve(UsualHeader);
        _end += UsualHeader;
    }

    public void EndFrame()
    {
        int length = _end - _frame - UsualHeader;
        int header = FrameWriter.HeaderLength(length);
        if (header != UsualHeader)
        {
            Reserve(FrameWriter.MaxHeaderLength);
            _bytes.AsSpan(_frame + UsualHeader, length).CopyTo(_bytes.AsSpan(_frame + header));
            _end = _frame + header + length;
        }

        FrameWriter.WriteHeader(_bytes.AsSpan(_frame), Opcode.Text, length);
    }

    /// <summary>All frames that were ended.</summary>
    public byte[] ToFrames() => _bytes.AsSpan(0, _end).ToArray();

    /// <returns>False: it holds too much memory to be used again.</returns>
    public bool TryClear()
    {
        _end = 0;
        return _bytes.Length <= MaxKept;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _end);
        _end += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Reserve(int count)
    {
        int needed = _end + count;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}

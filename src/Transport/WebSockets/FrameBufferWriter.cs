using System.Buffers;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// Lets an encoder write a payload straight into what becomes the frame: room for the longest header is kept free
/// in front, and the header is put right before the payload when its length is known. So an event is written once
/// and never copied, however many connections it goes to.
/// </summary>
/// <param name="sizeHint">Payload bytes that are expected; too few costs a copy, too many costs memory while the frame waits.</param>
internal sealed class FrameBufferWriter(int sizeHint) : IBufferWriter<byte>
{
    private byte[] _bytes = new byte[FrameWriter.MaxHeaderLength + Math.Max(1, sizeHint)];
    private int _end = FrameWriter.MaxHeaderLength;

    public int PayloadLength => _end - FrameWriter.MaxHeaderLength;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _end);
        _end += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_end);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_end);
    }

    /// <summary>Header and payload. The array is the frame's from now on: this writer must not be written to any more.</summary>
    public ReadOnlyMemory<byte> ToFrame(Opcode opcode = Opcode.Text)
    {
        ObjectDisposedException.ThrowIf(_bytes.Length == 0, this);
        var start = FrameWriter.MaxHeaderLength - FrameWriter.HeaderLength(PayloadLength);
        FrameWriter.WriteHeader(_bytes.AsSpan(start), opcode, PayloadLength);
        var frame = _bytes.AsMemory(start, _end - start);
        _bytes = [];
        _end = 0;
        return frame;
    }

    private void Reserve(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ObjectDisposedException.ThrowIf(_bytes.Length == 0, this);
        var needed = _end + Math.Max(1, count);
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));
    }
}

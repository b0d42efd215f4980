using System.Buffers;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Protocol;

/// <summary>
/// Writes several text frames behind one another into one array. A frame's header depends on how long its payload
/// turns out to be: room for the usual header is left in front, and a payload that needs another one is moved.
/// </summary>
/// <param name="sizeHint">Bytes that are expected, headers included; too few costs a copy.</param>
internal sealed class FrameBatchWriter(int sizeHint) : IBufferWriter<byte>
{
    // The header of 126 to 65,535 bytes of payload, which nearly every event has.
    private const int UsualHeader = 4;

    private byte[] _bytes = new byte[Math.Max(sizeHint, UsualHeader)];
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

    /// <summary>All frames. The array is theirs from now on.</summary>
    public ReadOnlyMemory<byte> ToFrames() => _bytes.AsMemory(0, _end);

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

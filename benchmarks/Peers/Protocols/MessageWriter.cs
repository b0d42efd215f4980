using System.Buffers.Text;

namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>Takes the bytes of one outgoing message after another, always in the same buffer.</summary>
internal sealed class MessageWriter
{
    private byte[] _buffer = new byte[4096];

    public int Length { get; private set; }

    /// <summary>To be changed in place where that is wanted.</summary>
    public Span<byte> Written => _buffer.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>In decimal digits.</summary>
    public void Write(long number)
    {
        Utf8Formatter.TryFormat(number, Room(20), out int written);
        Length += written;
    }

    private Span<byte> Room(int length)
    {
        if (_buffer.Length - Length < length)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, Length + length));
        return _buffer.AsSpan(Length);
    }
}

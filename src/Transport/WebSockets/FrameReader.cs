using System.Buffers;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// Takes frames apart: a header, then its payload in whatever pieces arrive. Holds no bytes of its own, so the
/// state of a connection between two reads is these few fields.
/// </summary>
/// <param name="takesCompressed">Whether messages may be compressed, as was agreed on in the handshake.</param>
internal sealed class FrameReader(bool takesCompressed)
{
    private long _position;

    /// <summary>The frame whose payload comes next.</summary>
    public FrameHeader Header { get; private set; }

    /// <summary>Payload bytes of this frame that are still to come.</summary>
    public long Remaining => Header.PayloadLength - _position;

    /// <summary>The rule that was broken, after <see cref="HeaderStatus.Violation"/>.</summary>
    public string Violation { get; private set; } = "";

    /// <summary>Takes a header off the front of <paramref name="input"/>; only when the frame before it has been read.</summary>
    public HeaderStatus ReadHeader(ref ReadOnlySequence<byte> input)
    {
        Span<byte> bytes = stackalloc byte[FrameHeader.MaxLength];
        var available = (int)Math.Min(input.Length, FrameHeader.MaxLength);
        input.Slice(0, available).CopyTo(bytes);
        var status = FrameHeader.Parse(bytes[..available], takesCompressed, out var header, out var length, out var violation);
        if (status == HeaderStatus.Complete)
        {
            Header = header;
            _position = 0;
            input = input.Slice(length);
        }
        Violation = violation;
        return status;
    }

    /// <summary>How many payload bytes of this frame are at hand.</summary>
    public int Available(in ReadOnlySequence<byte> input) => (int)Math.Min(Math.Min(Remaining, input.Length), int.MaxValue);

    /// <summary>Takes <paramref name="destination"/>.Length payload bytes off the front of <paramref name="input"/>, unmasked.</summary>
    public void ReadPayload(ref ReadOnlySequence<byte> input, Span<byte> destination)
    {
        var count = destination.Length;
        foreach (var piece in input.Slice(0, count))
        {
            Masking.Apply(piece.Span, destination, Header.Mask, _position);
            destination = destination[piece.Length..];
            _position += piece.Length;
        }
        input = input.Slice(count);
    }

    /// <summary>Takes payload bytes off without looking at them.</summary>
    public void SkipPayload(ref ReadOnlySequence<byte> input, int count)
    {
        _position += count;
        input = input.Slice(count);
    }
}

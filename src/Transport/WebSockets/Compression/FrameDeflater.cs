using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Streaming.Transport.Settings;

namespace Streaming.Transport.WebSockets.Compression;

/// <summary>Compresses frames of the server's (RFC 7692, section 7.2.1), each by itself, so that all who listen can share the result.</summary>
internal sealed class FrameDeflater(CompressionOptions options)
{
    /// <summary>Whether there can be a message among them that is large enough.</summary>
    public bool IsWorthIt(ReadOnlyMemory<byte> frames) => frames.Length > options.MinBytes;

    /// <param name="frames">Whole text frames behind one another, as <see cref="FrameWriter"/> makes them.</param>
    /// <returns>The same messages; what is small, or would not become smaller, is as it was.</returns>
    public byte[] Deflate(ReadOnlyMemory<byte> frames)
    {
        var written = new ArrayBufferWriter<byte>(frames.Length);
        while (!frames.IsEmpty)
        {
            var (header, payload) = Measure(frames.Span);
            var frame = frames[..(header + payload)];
            if (payload < options.MinBytes || !TryWrite(frame[header..], written))
                written.Write(frame.Span);
            frames = frames[frame.Length..];
        }

        return written.WrittenSpan.ToArray();
    }

    private static bool TryWrite(ReadOnlyMemory<byte> payload, ArrayBufferWriter<byte> written)
    {
        using var packed = new MemoryStream(payload.Length);
        using (var stream = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            stream.Write(payload.Span);
            stream.Flush();
            // What closing it adds is not wanted: a message ends with the flush, less the end of the empty block.
            int length = (int)packed.Length - Inflater.Tail.Length;
            if (length >= payload.Length)
                return false;

            int header = FrameWriter.HeaderLength(length);
            var frame = written.GetSpan(header + length);
            FrameWriter.WriteHeader(frame, Opcode.Text, length);
            frame[0] |= FrameHeader.CompressedBit;
            packed.GetBuffer().AsSpan(0, length).CopyTo(frame[header..]);
            written.Advance(header + length);
            return true;
        }
    }

    private static (int Header, int Payload) Measure(ReadOnlySpan<byte> frame) => frame[1] switch
    {
        126 => (4, BinaryPrimitives.ReadUInt16BigEndian(frame[2..])),
        127 => (10, (int)BinaryPrimitives.ReadInt64BigEndian(frame[2..])),
        var length => (2, length),
    };
}

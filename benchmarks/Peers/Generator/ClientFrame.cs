using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Frames as a client sends them.</summary>
internal static class ClientFrame
{
    public const int Text = 1;
    public const int Binary = 2;

    /// <summary>Bytes that the longest header takes here; messages are shorter than 64 KiB.</summary>
    public const int LongestHeader = 8;

    // Masking only has to be there; a fixed key costs the server the same work. One of zeros would not: some skip it.
    private const uint Mask = 0x3d21fa37;

    /// <returns>The frame's bytes in <paramref name="target"/>.</returns>
    public static int Write(Span<byte> target, int opcode, ReadOnlySpan<byte> payload)
    {
        int header = payload.Length < 126 ? 6 : LongestHeader;
        target[0] = (byte)(0x80 | opcode);
        if (header == 6)
        {
            target[1] = (byte)(0x80 | payload.Length);
        }
        else
        {
            target[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(target[2..], checked((ushort)payload.Length));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(target[(header - 4)..], Mask);
        Span<byte> masked = target.Slice(header, payload.Length);
        payload.CopyTo(masked);
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(masked);
        for (int i = 0; i < words.Length; i++)
            words[i] ^= ((ulong)Mask << 32) | Mask;
        for (int i = words.Length * 8; i < masked.Length; i++)
            masked[i] ^= (byte)(Mask >> (i % 4 * 8));
        return header + payload.Length;
    }
}

using System.Numerics;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// The masking of RFC 6455, section 5.3: byte i is XORed with byte i mod 4 of the key. It is its own inverse.
/// </summary>
internal static class Masking
{
    /// <summary>Unmasks while copying: a payload has to be moved out of the read buffer anyway.</summary>
    /// <param name="destination">At least as long as <paramref name="source"/>; may be the same memory.</param>
    /// <param name="mask">The key; its lowest byte is the first one on the wire.</param>
    /// <param name="offset">Where in its payload <paramref name="source"/> begins.</param>
    public static void Apply(ReadOnlySpan<byte> source, Span<byte> destination, uint mask, long offset)
    {
        var key = BitOperations.RotateRight(mask, (int)(offset & 3) * 8);
        var i = 0;
        // As 32-bit lanes the key's bytes lie in wire order on little-endian machines only.
        if (Vector.IsHardwareAccelerated && BitConverter.IsLittleEndian)
        {
            var keys = Vector.AsVectorByte(new Vector<uint>(key));
            for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
                (new Vector<byte>(source[i..]) ^ keys).CopyTo(destination[i..]);
        }
        for (; i < source.Length; i++)
            destination[i] = (byte)(source[i] ^ (byte)(key >> (i & 3) * 8));
    }
}

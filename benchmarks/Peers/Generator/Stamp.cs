using System.Buffers.Binary;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>What stands at the beginning of each payload, as 32 hexadecimal digits.</summary>
/// <param name="Stream">Whose it is: one publisher's messages into one room are a stream.</param>
/// <param name="Sequence">Its place in its stream, from 0.</param>
/// <param name="Intended">When it was meant to leave, in nanoseconds of the generator's clock.</param>
internal readonly record struct Stamp(int Stream, int Sequence, long Intended)
{
    public const int Length = 32;

    private const ulong EachByte = 0x0101010101010101;

    public void Write(Span<byte> payload)
    {
        WriteEight(payload, (uint)Stream);
        WriteEight(payload[8..], (uint)Sequence);
        WriteEight(payload[16..], (uint)(Intended >> 32));
        WriteEight(payload[24..], (uint)Intended);
    }

    /// <param name="payload">At least <see cref="Length"/> digits in lower case; anything else gives numbers that mean nothing.</param>
    public static Stamp Read(ReadOnlySpan<byte> payload) => new(
        (int)ReadEight(payload), (int)ReadEight(payload[8..]), ((long)ReadEight(payload[16..]) << 32) | ReadEight(payload[24..]));

    private static void WriteEight(Span<byte> target, uint value)
    {
        for (int i = 7; i >= 0; i--, value >>= 4)
            target[i] = (byte)"0123456789abcdef"[(int)(value & 15)];
    }

    // All eight digits at once: it is done for every delivery.
    private static uint ReadEight(ReadOnlySpan<byte> source)
    {
        ulong digits = BinaryPrimitives.ReadUInt64BigEndian(source);
        ulong letters = (digits >> 6) & EachByte;
        ulong nibbles = (digits & (EachByte * 15)) + (letters * 9);
        nibbles = (nibbles | (nibbles >> 4)) & 0x00ff00ff00ff00ff;
        nibbles = (nibbles | (nibbles >> 8)) & 0x0000ffff0000ffff;
        return (uint)(nibbles | (nibbles >> 16));
    }
}

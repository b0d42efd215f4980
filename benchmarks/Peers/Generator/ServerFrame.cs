using System.Buffers.Binary;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>One WebSocket frame of a server, where it lies in the bytes that came.</summary>
/// <param name="PayloadAt">Where its payload begins.</param>
/// <param name="Length">Of its payload.</param>
/// <param name="IsLast">The message ends with it.</param>
internal readonly record struct ServerFrame(int Opcode, int PayloadAt, int Length, bool IsLast)
{
    public const int Continuation = 0;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    public int End => PayloadAt + Length;

    public bool IsControl => Opcode >= Close;

    /// <summary>False when the frame goes on in bytes that have not come.</summary>
    /// <exception cref="InvalidDataException">No server may send this: a mask, a reserved bit, or what no generator asked for.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ServerFrame frame)
    {
        frame = default;
        if (bytes.Length < 2)
            return false;
        if ((bytes[0] & 0x70) != 0 || (bytes[1] & 0x80) != 0)
            throw new InvalidDataException($"A frame begins with {bytes[0]:x2} {bytes[1]:x2}.");

        int header = bytes[1] switch { < 126 => 2, 126 => 4, _ => 10 };
        if (bytes.Length < header)
            return false;

        ulong length = header switch
        {
            2 => bytes[1],
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
        };
        if (length > LoadGenerator.LongestFrame)
            throw new InvalidDataException($"A frame of {length} bytes.");

        frame = new ServerFrame(bytes[0] & 0xf, header, (int)length, (bytes[0] & 0x80) != 0);
        return bytes.Length >= frame.End;
    }
}

using System.Buffers.Binary;

namespace Streaming.Benchmarks.Tests;

/// <summary>Frames as a server sends them.</summary>
internal static class ServerBytes
{
    public static byte[] Frame(int opcode, bool isLast, byte[] payload)
    {
        byte[] header = payload.Length switch
        {
            < 126 => [0, (byte)payload.Length],
            < 65_536 => [0, 126, (byte)(payload.Length >> 8), (byte)payload.Length],
            _ => [0, 127, .. Long(payload.Length)],
        };
        header[0] = (byte)((isLast ? 0x80 : 0) | opcode);
        return [.. header, .. payload];
    }

    private static byte[] Long(long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}

using System.Buffers.Binary;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>Builds frames as clients send them, right or wrong in every way that the tests ask for.</summary>
internal static class ClientFrame
{
    public const uint Mask = 0xC7_5A_01_3F;

    public static byte[] Text(ReadOnlySpan<byte> payload) => Build(Opcode.Text, payload);

    public static byte[] Build(
        Opcode opcode, ReadOnlySpan<byte> payload, bool final = true, uint? mask = Mask, int reserved = 0, int? lengthBytes = null)
    {
        var bytes = new List<byte> { (byte)((final ? 0x80 : 0) | reserved << 4 | (byte)opcode) };
        var masked = mask is null ? 0 : 0x80;
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
        switch (lengthBytes ?? (payload.Length < 126 ? 0 : payload.Length <= ushort.MaxValue ? 2 : 8))
        {
            case 0:
                bytes.Add((byte)(masked | payload.Length));
                break;
            case 2:
                bytes.Add((byte)(masked | 126));
                bytes.AddRange(length[6..]);
                break;
            default:
                bytes.Add((byte)(masked | 127));
                bytes.AddRange(length);
                break;
        }
        Span<byte> key = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(key, mask ?? 0);
        if (mask is not null)
            bytes.AddRange(key);
        for (var i = 0; i < payload.Length; i++)
            bytes.Add((byte)(payload[i] ^ key[i % 4]));
        return [.. bytes];
    }

    public static byte[] Close(int code, string text = "") => Close(code, System.Text.Encoding.UTF8.GetBytes(text));

    public static byte[] Close(int code, ReadOnlySpan<byte> text)
    {
        var payload = new byte[2 + text.Length];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        text.CopyTo(payload.AsSpan(2));
        return Build(Opcode.Close, payload);
    }
}

using System.Buffers.Binary;
using System.Text;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

/// <summary>
/// Builds frames as servers send them: final and unmasked, header and payload in one array, which any number of
/// outboxes can share.
/// </summary>
internal static class FrameWriter
{
    /// <summary>Two bytes, and eight more for a length above 65 535.</summary>
    public const int MaxHeaderLength = 10;

    private const int MaxCloseText = FrameHeader.MaxControlPayload - 2;

    /// <summary>A ping without payload; any pong, and any other sign of life, answers it.</summary>
    public static ReadOnlyMemory<byte> Ping { get; } = Encode(Opcode.Ping, []);

    /// <param name="payload">UTF-8.</param>
    public static byte[] EncodeText(ReadOnlySpan<byte> payload) => Encode(Opcode.Text, payload);

    /// <param name="ping">The ping's payload, which its pong repeats; at most 125 bytes.</param>
    public static byte[] EncodePong(ReadOnlySpan<byte> ping) => Encode(Opcode.Pong, ping);

    /// <summary>The close frame that tells a reason, or answers the peer's own.</summary>
    public static byte[] EncodeClose(CloseReason reason) => reason switch
    {
        CloseReason.ByServer(var code, var text) => EncodeClose((ushort)code, text),
        CloseReason.ByPeer({ } code, _) => EncodeClose(code, ""),
        CloseReason.ByPeer => Encode(Opcode.Close, []),
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Nobody is there to be told."),
    };

    public static byte[] Encode(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var header = HeaderLength(payload.Length);
        var frame = new byte[header + payload.Length];
        WriteHeader(frame, opcode, payload.Length);
        payload.CopyTo(frame.AsSpan(header));
        return frame;
    }

    public static int HeaderLength(int payloadLength) => payloadLength switch
    {
        < 126 => 2,
        <= ushort.MaxValue => 4,
        _ => 10,
    };

    /// <param name="destination">At least <see cref="HeaderLength"/> bytes.</param>
    public static void WriteHeader(Span<byte> destination, Opcode opcode, int payloadLength)
    {
        destination[0] = (byte)(0x80 | (byte)opcode);
        switch (HeaderLength(payloadLength))
        {
            case 2:
                destination[1] = (byte)payloadLength;
                break;
            case 4:
                destination[1] = 126;
                BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)payloadLength);
                break;
            default:
                destination[1] = 127;
                BinaryPrimitives.WriteInt64BigEndian(destination[2..], payloadLength);
                break;
        }
    }

    private static byte[] EncodeClose(ushort code, string text)
    {
        Span<byte> payload = stackalloc byte[FrameHeader.MaxControlPayload];
        BinaryPrimitives.WriteUInt16BigEndian(payload, code);
        // Stops before a character that does not fit, and so never cuts one in two.
        Encoding.UTF8.GetEncoder().Convert(text, payload.Slice(2, MaxCloseText), flush: true, out _, out var length, out _);
        return Encode(Opcode.Close, payload[..(2 + length)]);
    }
}

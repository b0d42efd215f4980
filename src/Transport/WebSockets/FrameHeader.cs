using System.Buffers.Binary;

namespace Streaming.Transport.WebSockets;

/// <summary>The header of a frame that a client sent (RFC 6455, section 5.2).</summary>
/// <param name="Final">Last frame of its message.</param>
/// <param name="Mask">The masking key; its lowest byte is the first one on the wire.</param>
/// <param name="PayloadLength">0 to 2^63 - 1; at most 125 for a control frame.</param>
internal readonly record struct FrameHeader(bool Final, Opcode Opcode, uint Mask, long PayloadLength)
{
    /// <summary>In the first byte of a message's first frame: the message is compressed (RFC 7692, section 6).</summary>
    public const byte CompressedBit = 0x40;

    /// <summary>Whether the message that begins with this frame is compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>Two bytes, eight more for a long length, four for the mask.</summary>
    public const int MaxLength = 14;

    public const int MaxControlPayload = 125;

    public bool IsControl => (byte)Opcode >= 8;

    /// <summary>
    /// Reads a header from the front of <paramref name="bytes"/>. A violation is reported as soon as the bytes at
    /// hand show it, so that a peer which stops in the middle is still told why it was closed.
    /// </summary>
    /// <param name="takesCompressed">Whether messages may be compressed, as was agreed on in the handshake.</param>
    /// <param name="length">How many bytes the header takes.</param>
    /// <param name="violation">The rule that is broken, in a few words.</param>
    public static HeaderStatus Parse(
        ReadOnlySpan<byte> bytes, bool takesCompressed, out FrameHeader header, out int length, out string violation)
    {
        header = default;
        length = 0;
        violation = "";
        if (bytes.IsEmpty)
            return HeaderStatus.Incomplete;

        var final = (bytes[0] & 0x80) != 0;
        var opcode = (Opcode)(bytes[0] & 0x0F);
        var isControl = (byte)opcode >= 8;
        var isCompressed = takesCompressed && (bytes[0] & CompressedBit) != 0;
        if ((bytes[0] & 0x70 & (isCompressed ? ~CompressedBit : 0xFF)) != 0)
            return Violation("reserved bits", out violation);
        if (!Enum.IsDefined(opcode))
            return Violation("reserved opcode", out violation);
        if (isCompressed && opcode is not (Opcode.Text or Opcode.Binary))
            return Violation("only a message's first frame says that it is compressed", out violation);
        if (isControl && !final)
            return Violation("fragmented control frame", out violation);
        if (bytes.Length < 2)
            return HeaderStatus.Incomplete;

        if ((bytes[1] & 0x80) == 0)
            return Violation("unmasked frame", out violation);
        var code = bytes[1] & 0x7F;
        if (isControl && code > MaxControlPayload)
            return Violation("control frame above 125 bytes", out violation);
        var lengthBytes = code switch { 126 => 2, 127 => 8, _ => 0 };
        length = 2 + lengthBytes + 4;
        if (bytes.Length < 2 + lengthBytes)
            return HeaderStatus.Incomplete;

        var payload = code switch
        {
            126 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            127 => BinaryPrimitives.ReadInt64BigEndian(bytes[2..]),
            _ => code,
        };
        if (payload < 0)
            return Violation("length above 63 bits", out violation);
        if (lengthBytes == 2 && payload < 126 || lengthBytes == 8 && payload <= ushort.MaxValue)
            return Violation("length not in its shortest form", out violation);
        if (bytes.Length < length)
            return HeaderStatus.Incomplete;

        header = new FrameHeader(
            final, opcode, BinaryPrimitives.ReadUInt32LittleEndian(bytes[(length - 4)..]), payload)
        {
            IsCompressed = isCompressed,
        };
        return HeaderStatus.Complete;
    }

    private static HeaderStatus Violation(string rule, out string violation)
    {
        violation = rule;
        return HeaderStatus.Violation;
    }
}

using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

/// <summary>What a close frame says (RFC 6455, sections 5.5.1 and 7.4).</summary>
internal static class CloseFrame
{
    /// <summary>
    /// Reads the payload of a peer's close frame. What it answers is the reason that the connection ends with:
    /// the peer's own, or this server's if the frame is not valid.
    /// </summary>
    public static CloseReason Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
            return new CloseReason.ByPeer(null, "");
        if (payload.Length < 2)
            return CloseReason.ProtocolError("close frame of one byte");
        var code = BinaryPrimitives.ReadUInt16BigEndian(payload);
        if (!MayBeSent(code))
            return CloseReason.ProtocolError("close code that must not be sent");
        return Utf8.IsValid(payload[2..])
            ? new CloseReason.ByPeer(code, Encoding.UTF8.GetString(payload[2..]))
            : new CloseReason.ByServer(CloseCode.InvalidPayload, "close text that is not UTF-8");
    }

    /// <summary>
    /// 1004 to 1006 and 1015 are kept out of the wire by the RFC; 1012 to 1014 were registered after it; those below
    /// 3000 that nobody registered, and all from 5000 on, mean nothing.
    /// </summary>
    public static bool MayBeSent(int code) =>
        code is (>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999);
}

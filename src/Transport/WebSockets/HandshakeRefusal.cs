using Microsoft.AspNetCore.Http;

namespace Streaming.Transport.WebSockets;

/// <summary>Why a request does not become a WebSocket.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Text">What was expected, for people.</param>
internal sealed record HandshakeRefusal(int Status, string Text)
{
    public static HandshakeRefusal Method { get; } =
        new(StatusCodes.Status405MethodNotAllowed, "A WebSocket is opened with GET.");

    public static HandshakeRefusal NotAnUpgrade { get; } =
        new(StatusCodes.Status426UpgradeRequired, "This address speaks WebSocket: Connection: Upgrade, Upgrade: websocket.");

    public static HandshakeRefusal Version { get; } =
        new(StatusCodes.Status426UpgradeRequired, "Sec-WebSocket-Version has to be 13.");

    public static HandshakeRefusal Key { get; } =
        new(StatusCodes.Status400BadRequest, "Sec-WebSocket-Key has to be 16 bytes in base64.");
}

namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>
/// Socket.IO 5 in Engine.IO 4, by WebSocket from the start: each WebSocket message is one packet, whose first digit is Engine.IO's (0 open,
/// 1 close, 2 ping, 3 pong, 4 message) and whose second, in a message, is Socket.IO's (0 connect, 2 event, 3 acknowledgement).
/// </summary>
internal sealed class SocketIoProtocol : IPeerProtocol
{
    public string TargetOf(int connection) => "/socket.io/?EIO=4&transport=websocket";

    /// <summary>Connects to the main namespace. The server's open packet comes before its answer and asks for nothing.</summary>
    public bool WriteOpening(MessageWriter output)
    {
        output.Write("40"u8);
        return true;
    }

    public bool WriteJoin(MessageWriter output, ReadOnlySpan<byte> room, bool isListening)
    {
        if (!isListening)
            return false;

        // The third digit asks for an acknowledgement of that number.
        output.Write("420[\"join\",\""u8);
        output.Write(room);
        output.Write("\"]"u8);
        return true;
    }

    public void WritePublish(MessageWriter output, ReadOnlySpan<byte> room, long number, ReadOnlySpan<byte> payload)
    {
        output.Write("42[\"publish\",\""u8);
        output.Write(room);
        output.Write("\",\""u8);
        output.Write(payload);
        output.Write("\"]"u8);
    }

    public void WriteAnswer(MessageWriter output, ReadOnlySpan<byte> question) => output.Write("3"u8);

    public Received Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> call = "42[\"message\",\""u8;
        if (bytes.StartsWith(call))
        {
            int separator = bytes[call.Length..].IndexOf("\",\""u8);
            return separator < 0 ? new(ReceivedKind.Refusal, bytes.Length) : new(ReceivedKind.Delivery, bytes.Length, call.Length + separator + 3);
        }

        return new(
            bytes switch
            {
                _ when bytes.StartsWith("0"u8) => ReceivedKind.Nothing,
                _ when bytes.SequenceEqual("2"u8) => ReceivedKind.Question,
                _ when bytes.StartsWith("40"u8) || bytes.SequenceEqual("430[]"u8) => ReceivedKind.StepDone,
                _ => ReceivedKind.Refusal,
            },
            bytes.Length);
    }
}

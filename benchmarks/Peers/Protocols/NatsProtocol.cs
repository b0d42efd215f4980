using System.Buffers.Text;

namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>
/// NATS's client protocol, a room being a subject: lines that end with CR LF, and after the line <c>MSG subject sid size</c> that many bytes
/// and another CR LF. It knows nothing of WebSocket messages, so one of those holds many units, and a unit may lie across them.
/// </summary>
internal sealed class NatsProtocol : IPeerProtocol
{
    private const int LineEnd = 2;

    private long _subscriptions;

    public bool IsBinary => true;

    public string TargetOf(int connection) => "/";

    /// <summary>Need not wait for the server's INFO, which says nothing that a client without TLS has to know.</summary>
    public bool WriteOpening(MessageWriter output)
    {
        output.Write("CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"bench\",\"version\":\"1\",\"protocol\":1}\r\nPING\r\n"u8);
        return true;
    }

    public bool WriteJoin(MessageWriter output, ReadOnlySpan<byte> room, bool isListening)
    {
        if (!isListening)
            return false;
        output.Write("SUB "u8);
        output.Write(room);
        output.Write(" "u8);

        // Has to differ among those of one connection only, but this way nothing is kept per connection.
        output.Write(++_subscriptions);
        output.Write("\r\nPING\r\n"u8);
        return true;
    }

    public void WritePublish(MessageWriter output, ReadOnlySpan<byte> room, long number, ReadOnlySpan<byte> payload)
    {
        output.Write("PUB "u8);
        output.Write(room);
        output.Write(" "u8);
        output.Write(payload.Length);
        output.Write("\r\n"u8);
        output.Write(payload);
        output.Write("\r\n"u8);
    }

    public void WriteAnswer(MessageWriter output, ReadOnlySpan<byte> question) => output.Write("PONG\r\n"u8);

    public Received Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
            return new(ReceivedKind.Incomplete, 0);
        ReadOnlySpan<byte> line = bytes[..end];
        int next = end + LineEnd;
        if (line.StartsWith("MSG "u8))
            return ReadMessage(bytes, line, next);

        // PING is the server's own; PONG says that all before our PING is done.
        return new(
            line switch
            {
                _ when line.SequenceEqual("PONG"u8) => ReceivedKind.StepDone,
                _ when line.SequenceEqual("PING"u8) => ReceivedKind.Question,
                _ when line.StartsWith("INFO "u8) => ReceivedKind.Nothing,
                _ => ReceivedKind.Refusal,
            },
            next);
    }

    private static Received ReadMessage(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> line, int payload)
    {
        if (!Utf8Parser.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], out int size, out _))
            return new(ReceivedKind.Refusal, bytes.Length);
        int length = payload + size + LineEnd;
        return length > bytes.Length ? new(ReceivedKind.Incomplete, 0) : new(ReceivedKind.Delivery, length, payload);
    }
}

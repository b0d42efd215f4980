using System.Buffers.Text;

namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>
/// <c>streaming.v1.json</c>, every client a guest of its own. Finds what it needs without reading the JSON: the server writes
/// compactly and always in the same order.
/// </summary>
internal sealed class OursProtocol : IPeerProtocol
{
    private static readonly string Run = Guid.NewGuid().ToString("n")[..8];
    private static readonly byte[] RequestPrefix = System.Text.Encoding.ASCII.GetBytes(Run + "-");

    public string? Subprotocol => "streaming.v1.json";

    public bool IsAcking => true;

    public string TargetOf(int connection) => $"/ws?user_id=u{connection}";

    public string? HistoryTargetOf(int connection, string room) => $"/api/v1/rooms/{room}/history?user_id=u{connection}";

    /// <summary>The server's welcome comes unasked.</summary>
    public bool WriteOpening(MessageWriter output) => true;

    public bool WriteJoin(MessageWriter output, ReadOnlySpan<byte> room, bool isListening)
    {
        output.Write("{\"type\":\"join\",\"id\":\"join\",\"room_id\":\""u8);
        output.Write(room);
        output.Write(isListening ? "\"}"u8 : "\",\"metadata\":{\"echo\":false}}"u8);
        return true;
    }

    public void WritePublish(MessageWriter output, ReadOnlySpan<byte> room, long number, ReadOnlySpan<byte> payload)
    {
        output.Write("{\"type\":\"message\",\"id\":\""u8);

        // The same id from the same user within five minutes is the same request, and runs follow each other faster.
        output.Write(RequestPrefix);
        output.Write(number);
        output.Write("\",\"room_id\":\""u8);
        output.Write(room);
        output.Write("\",\"data\":\""u8);
        output.Write(payload);
        output.Write("\"}"u8);
    }

    public Received Read(ReadOnlySpan<byte> bytes)
    {
        int mark = bytes.IndexOf("\"type\":\""u8);
        ReadOnlySpan<byte> type = mark < 0 ? default : bytes[(mark + 8)..];
        if (type.StartsWith("message\""u8))
            return ReadMessage(bytes);
        if (type.StartsWith("ack\""u8))
            return ReadAck(bytes);
        if (type.StartsWith("welcome\""u8))
            return new(ReceivedKind.StepDone, bytes.Length);
        return new(type.StartsWith("error\""u8) ? ReceivedKind.Refusal : ReceivedKind.Nothing, bytes.Length);
    }

    private static Received ReadAck(ReadOnlySpan<byte> bytes)
    {
        int mark = bytes.IndexOf("\"id\":\""u8);
        ReadOnlySpan<byte> id = mark < 0 ? default : bytes[(mark + 6)..];
        if (id.StartsWith("join\""u8))
            return new(ReceivedKind.StepDone, bytes.Length);
        long number = -1;
        bool isOurs = id.StartsWith(RequestPrefix) && Utf8Parser.TryParse(id[RequestPrefix.Length..], out number, out int digits)
            && id[(RequestPrefix.Length + digits)..].StartsWith("\""u8);
        return new(ReceivedKind.Ack, bytes.Length, Number: isOurs ? number : -1);
    }

    private static Received ReadMessage(ReadOnlySpan<byte> bytes)
    {
        int payload = bytes.IndexOf("\"data\":\""u8);
        int seq = bytes.LastIndexOf("\"seq\":"u8);
        if (payload < 0 || seq < 0 || !Utf8Parser.TryParse(bytes[(seq + 6)..], out long order, out _))
            return new(ReceivedKind.Refusal, bytes.Length);
        return new(ReceivedKind.Delivery, bytes.Length, payload + 8, order);
    }
}

namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>
/// SignalR's JSON protocol without its negotiation, as clients that come by WebSocket only speak it: records that each end with the byte
/// 0x1e, of which one WebSocket message holds many. The records are found by how the server writes them, without reading the JSON.
/// </summary>
internal sealed class SignalRProtocol : IPeerProtocol
{
    private const byte RecordEnd = 0x1e;

    /// <summary>As Microsoft's clients have it. The server's own every 15 seconds is a record to be ignored.</summary>
    public TimeSpan? KeepAliveInterval => TimeSpan.FromSeconds(15);

    public string TargetOf(int connection) => "/rooms";

    public bool WriteOpening(MessageWriter output)
    {
        output.Write("{\"protocol\":\"json\",\"version\":1}\u001e"u8);
        return true;
    }

    public bool WriteJoin(MessageWriter output, ReadOnlySpan<byte> room, bool isListening)
    {
        if (!isListening)
            return false;
        output.Write("{\"type\":1,\"invocationId\":\"join\",\"target\":\"Join\",\"arguments\":[\""u8);
        output.Write(room);
        output.Write("\"]}\u001e"u8);
        return true;
    }

    /// <summary>An invocation without an id, which the server answers only by what it does.</summary>
    public void WritePublish(MessageWriter output, ReadOnlySpan<byte> room, long number, ReadOnlySpan<byte> payload)
    {
        output.Write("{\"type\":1,\"target\":\"Publish\",\"arguments\":[\""u8);
        output.Write(room);
        output.Write("\",\""u8);
        output.Write(payload);
        output.Write("\"]}\u001e"u8);
    }

    public void WriteKeepAlive(MessageWriter output) => output.Write("{\"type\":6}\u001e"u8);

    public Received Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf(RecordEnd);
        if (end < 0)
            return new(ReceivedKind.Incomplete, 0);
        ReadOnlySpan<byte> record = bytes[..end];
        int length = end + 1;
        ReadOnlySpan<byte> call = "{\"type\":1,\"target\":\"message\",\"arguments\":[\""u8;
        if (record.StartsWith(call))
        {
            int separator = record[call.Length..].IndexOf("\",\""u8);
            return separator < 0 ? new(ReceivedKind.Refusal, length) : new(ReceivedKind.Delivery, length, call.Length + separator + 3);
        }

        // The handshake's answer, or a completion without an error; both with more in them when something went wrong.
        bool isDone = record.SequenceEqual("{}"u8) || record.SequenceEqual("{\"type\":3,\"invocationId\":\"join\",\"result\":null}"u8);
        if (isDone)
            return new(ReceivedKind.StepDone, length);
        return new(record.SequenceEqual("{\"type\":6}"u8) ? ReceivedKind.Nothing : ReceivedKind.Refusal, length);
    }
}

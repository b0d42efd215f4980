namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>
/// What servers without a protocol of their own speak here: <c>{"join":ROOM}</c> is answered with itself, <c>{"room":ROOM,"data":…}</c>
/// goes to the room's members as it came.
/// </summary>
/// <param name="target">Where the server's WebSockets are.</param>
internal sealed class BroadcastProtocol(string target) : IPeerProtocol
{
    public string TargetOf(int connection) => target;

    public bool WriteJoin(MessageWriter output, ReadOnlySpan<byte> room, bool isListening)
    {
        if (!isListening)
            return false;
        output.Write("{\"join\":\""u8);
        output.Write(room);
        output.Write("\"}"u8);
        return true;
    }

    public void WritePublish(MessageWriter output, ReadOnlySpan<byte> room, long number, ReadOnlySpan<byte> payload)
    {
        output.Write("{\"room\":\""u8);
        output.Write(room);
        output.Write("\",\"data\":\""u8);
        output.Write(payload);
        output.Write("\"}"u8);
    }

    public Received Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("{\"join\":"u8))
            return new(ReceivedKind.StepDone, bytes.Length);
        int mark = bytes.StartsWith("{\"room\":"u8) ? bytes.IndexOf("\"data\":\""u8) : -1;
        return mark < 0 ? new(ReceivedKind.Refusal, bytes.Length) : new(ReceivedKind.Delivery, bytes.Length, mark + 8);
    }
}

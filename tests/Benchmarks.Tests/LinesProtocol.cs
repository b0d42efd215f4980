using Streaming.Benchmarks.Peers.Protocols;

namespace Streaming.Benchmarks.Tests;

/// <summary>A message is a line, wherever frames end.</summary>
internal sealed class LinesProtocol : IPeerProtocol
{
    public string TargetOf(int connection) => "/";

    public bool WriteJoin(MessageWriter output, ReadOnlySpan<byte> room, bool isListening) => false;

    public void WritePublish(MessageWriter output, ReadOnlySpan<byte> room, long number, ReadOnlySpan<byte> payload) =>
        throw new NotSupportedException();

    public Received Read(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        return end < 0 ? new(ReceivedKind.Incomplete, 0) : new(ReceivedKind.Delivery, end + 1);
    }
}

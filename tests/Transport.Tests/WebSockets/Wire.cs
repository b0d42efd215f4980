using System.Buffers;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>Feeds bytes to a reader as a socket does: in chunks, keeping what has not been consumed.</summary>
internal sealed class Wire(int maxMessageBytes = 1_000_000, bool takesCompressed = false)
{
    private ReadOnlySequence<byte> _unread;

    public MessageReader Reader { get; } = new(maxMessageBytes, takesCompressed);

    public long Unread => _unread.Length;

    /// <summary>Everything that the reader reports, up to the first violation.</summary>
    public List<Item> Feed(ReadOnlySpan<byte> bytes, int chunk = int.MaxValue)
    {
        var items = new List<Item>();
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(chunk, bytes.Length);
            _unread = Append(_unread, bytes[..count].ToArray());
            bytes = bytes[count..];
            while (Reader.Read(ref _unread) is var received and not Received.Nothing)
            {
                items.Add(Describe(received));
                if (received == Received.Violation)
                    return items;
                if (received == Received.TooLarge)
                    Reader.Discard();
            }
        }
        return items;
    }

    private Item Describe(Received received) => received switch
    {
        Received.Message => new Item(received, Reader.Message.ToArray(), Reader.IsText),
        Received.Ping or Received.Pong or Received.Close => new Item(received, Reader.Control.ToArray(), false),
        _ => new Item(received, [], false),
    };

    // One segment per chunk: headers and payloads that lie across segments are the common case here.
    private static ReadOnlySequence<byte> Append(ReadOnlySequence<byte> unread, byte[] chunk)
    {
        var first = new Segment(ReadOnlyMemory<byte>.Empty, null);
        var last = first;
        foreach (var piece in unread)
            last = new Segment(piece, last);
        last = new Segment(chunk, last);
        return new ReadOnlySequence<byte>(first, 0, last, chunk.Length);
    }

    internal sealed record Item(Received Received, byte[] Payload, bool IsText);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null)
                return;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
            previous.Next = this;
        }
    }
}

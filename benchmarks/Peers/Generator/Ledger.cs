namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>
/// Holds a server to what it promises: every listener gets each message of each stream of its rooms, once and in the order of its
/// stream; where the server numbers a room's messages, in the order of the numbers; where it acknowledges, one ack for each message.
/// </summary>
internal sealed class Ledger
{
    public long DeliveredCount { get; private set; }

    /// <summary>Deliveries that need not be waited for any more: those that came when they were due, and those that were passed over.</summary>
    public long SettledCount { get; private set; }

    /// <summary>Messages whose ack has come.</summary>
    public long AckedCount { get; private set; }

    /// <summary>Passed over, as a later one of the same stream came first; or never came.</summary>
    public long LostCount { get; private set; }

    /// <summary>Deliveries that came again, or after a later one; acks that came again.</summary>
    public long DoubledCount { get; private set; }

    /// <summary>Deliveries to who is not in the room, or against the server's own numbers; acks of what their connection has not published.</summary>
    public long MisplacedCount { get; private set; }

    public long WrongCount => LostCount + DoubledCount + MisplacedCount;

    /// <summary>What was wrong first; null as long as nothing was.</summary>
    public string? FirstTrouble { get; private set; }

    /// <param name="membership">The listener's in the stream's room; null if it has none.</param>
    /// <param name="order">-1 where the server does not number.</param>
    /// <returns>True: it is the one that had to come.</returns>
    public bool Take(PublishedStream stream, Membership? membership, int sequence, long order)
    {
        DeliveredCount++;
        if (membership is not { IsListening: true })
        {
            MisplacedCount++;
            FirstTrouble ??= $"a message of stream {stream.Id} came to a connection that does not listen there";
            return false;
        }

        if (order >= 0)
        {
            if (order <= membership.Order)
            {
                MisplacedCount++;
                FirstTrouble ??= $"number {order} of a room came after number {membership.Order}";
            }

            membership.Order = order;
        }

        ref int next = ref membership.Next[stream.Slot];
        if (sequence == next)
        {
            next++;
            SettledCount++;
            return true;
        }

        FirstTrouble ??= $"of stream {stream.Id}, message {sequence} came where {next} was due";
        if (sequence < next)
        {
            DoubledCount++;
        }
        else
        {
            LostCount += sequence - next;
            SettledCount += sequence + 1 - next;
            next = sequence + 1;
        }

        return false;
    }

    /// <param name="number">Of the publisher's messages.</param>
    public void TakeAck(ClientConnection publisher, long number)
    {
        switch (publisher.Acks.Take(number))
        {
            case AckKind.Due:
                AckedCount++;
                break;
            case AckKind.Repeated:
                DoubledCount++;
                FirstTrouble ??= $"message {number} of connection {publisher.Number} was acked again";
                break;
            case AckKind.Unknown:
                MisplacedCount++;
                FirstTrouble ??= $"connection {publisher.Number} got an ack of something that it has not published";
                break;
        }
    }

    /// <summary>Never came, by the end of all patience, and was not passed over.</summary>
    public void Missed(long count, string what)
    {
        LostCount += count;
        FirstTrouble ??= what;
    }
}

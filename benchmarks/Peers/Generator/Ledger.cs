namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>
/// Holds a server to what it promises: every listener gets each message of each stream of its rooms, once and in the order of its
/// stream; where the server numbers a room's messages, in the order of the numbers.
/// </summary>
internal sealed class Ledger
{
    public long DeliveredCount { get; private set; }

    /// <summary>Passed over: a later one of the same stream came first.</summary>
    public long LostCount { get; private set; }

    /// <summary>Came again, or after a later one.</summary>
    public long DoubledCount { get; private set; }

    /// <summary>Came to who is not in the room, or against the server's own numbers.</summary>
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
            next = sequence + 1;
        }

        return false;
    }

    /// <summary>Never came, by the end of all patience.</summary>
    public void Missed(long count, string what)
    {
        LostCount += count;
        FirstTrouble ??= what;
    }
}

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>What a <see cref="ClientSet"/> tells of what its connections get.</summary>
internal interface IClientEvents
{
    /// <param name="payload">It begins here; where it ends is not known.</param>
    /// <param name="order">-1 where the server does not number.</param>
    void Delivered(ClientConnection listener, ReadOnlySpan<byte> payload, long order);

    /// <param name="number">Of the publisher's messages; -1 for none of them.</param>
    void Acked(ClientConnection publisher, long number);

    /// <param name="intended">When the ping was meant to leave.</param>
    void Ponged(long intended);
}

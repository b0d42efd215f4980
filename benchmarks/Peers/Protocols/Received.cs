namespace Streaming.Benchmarks.Peers.Protocols;

/// <summary>What a client got.</summary>
/// <param name="Length">Bytes that the message takes of those that were given; 0 for one that is incomplete.</param>
/// <param name="PayloadAt">Where the payload begins among those bytes, for a delivery.</param>
/// <param name="Order">
/// The delivery's position in its room as the server numbers it, which has to rise; -1 where it numbers nothing.
/// </param>
/// <param name="Number">Of an ack: what <see cref="IPeerProtocol.WritePublish"/> was given; -1 where it is for nothing that was published.</param>
internal readonly record struct Received(ReceivedKind Kind, int Length, int PayloadAt = 0, long Order = -1, long Number = -1);

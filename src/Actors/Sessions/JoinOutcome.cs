using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>
/// The answer to a join, and the subscription it opened. The ack has to reach the client before the
/// first event does, so delivery begins only when <see cref="StartDelivery"/> is called; and a client that has the ack misses nothing, so it is
/// called before the ack leaves.
/// </summary>
/// <param name="Reply"><see cref="RoomReply.Joined"/>, or why not.</param>
/// <param name="Recovered">
/// Whether everything after the position that the client named will follow. True also when it named none.
/// </param>
public sealed record JoinOutcome(RoomReply Reply, bool Recovered)
{
    internal RoomSubscription? Subscription { get; init; }

    /// <summary>To be called once, after the ack has been put into the outbox and before it leaves. Harmless on a refused join.</summary>
    public void StartDelivery() => Subscription?.Start();
}

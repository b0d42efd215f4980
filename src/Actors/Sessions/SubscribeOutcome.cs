using Streaming.Actors.Channels;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>
/// The answer to a subscription. The ack has to reach the client before the first message does, so delivery begins only when
/// <see cref="StartDelivery"/> is called; and a client that has the ack misses nothing, so it is called before the ack leaves.
/// </summary>
/// <param name="Reply"><see cref="RoomReply.Subscribed"/> for a channel, <see cref="RoomReply.Done"/> for a pattern, or why not.</param>
/// <param name="Recovered">Whether everything after the position that the client named will follow. True also when it named none.</param>
public sealed record SubscribeOutcome(RoomReply Reply, bool Recovered)
{
    public bool IsSubscribed => Reply is RoomReply.Subscribed or RoomReply.Done;

    internal ChannelSubscription? Subscription { get; init; }

    internal Action? Following { get; init; }

    /// <summary>To be called once, after the ack has been put into the outbox and before it leaves. Harmless on a refused subscription.</summary>
    public void StartDelivery()
    {
        Subscription?.Start();
        Following?.Invoke();
    }

    internal static SubscribeOutcome Refuse(RoomRefusal why) => new(new RoomReply.Refused(why), Recovered: false);
}

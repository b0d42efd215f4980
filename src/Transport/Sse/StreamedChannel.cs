using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;

namespace Streaming.Transport.Sse;

/// <summary>A channel that a stream was asked for, and how listening to it went.</summary>
/// <param name="Since">Where the client says it stands; null: it wants what comes from now on.</param>
internal sealed record StreamedChannel(ChannelId Channel, RoomPosition? Since, SubscribeOutcome Outcome)
{
    /// <summary>Where delivery begins, as it would be told to a client that must start anew; null where there is no log, or none yet.</summary>
    public FeedReset? Start => Outcome.Reply is RoomReply.Subscribed { IsPersistent: true, Seq: > 0 } subscribed
        ? new FeedReset(Channel.Room, subscribed.Epoch, StartIn(subscribed), subscribed.FirstSeq)
        : null;

    private long StartIn(RoomReply.Subscribed subscribed) => (Since, Outcome.Recovered) switch
    {
        (null, _) => subscribed.Seq,
        ({ Seq: var seq }, true) => seq,
        (_, false) => subscribed.FirstSeq - 1,
    };
}

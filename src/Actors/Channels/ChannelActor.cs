using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Channels;

/// <summary>
/// What a channel decides: a topic without members, to which whoever may publish may publish. Pure, as <see cref="RoomActor"/> is, and hosted by
/// the same mailboxes. Whether somebody may listen or publish their credentials say, which no room ever sees.
/// </summary>
public static class ChannelActor
{
    /// <param name="state">The channel as all events decided so far leave it. One that keeps nothing never exists.</param>
    /// <param name="policy">What the settings say of it; null: they know no such channel.</param>
    /// <param name="firstSeq">The oldest seq that the log still keeps.</param>
    /// <param name="now">The owner's clock.</param>
    public static Decision Decide(RoomState state, RoomCommand command, ChannelPolicy? policy, long firstSeq, DateTimeOffset now) =>
        policy is null ? Decision.Refuse(RoomRefusal.ChannelNotFound) : command switch
        {
            SubscribeChannel => Decision.Nothing(new RoomReply.Subscribed(state.Epoch, state.Head, firstSeq, policy.IsPersistent)),
            PublishMessage publish when policy.IsPersistent => Log(state, publish, now),
            PublishMessage publish => Raise(publish, now),
            _ => Decision.Refuse(RoomRefusal.ChannelNotFound),
        };

    /// <summary>The log begins with its epoch, as every log does; the first message is the second entry.</summary>
    private static Decision Log(RoomState state, PublishMessage publish, DateTimeOffset now)
    {
        var message = new MessagePublished
        {
            Seq = Math.Max(state.Head, 1) + 1, Timestamp = now, By = publish.By, Request = publish.Request, Origin = publish.Origin, Body = publish.Body,
        };
        var reply = new RoomReply.Published(new MessageId(state.Epoch, message.Seq), now);
        if (state.Head > 0)
            return new Decision([message], reply);

        var created = new RoomCreated
        {
            Seq = 1, Timestamp = now, By = publish.By, Request = publish.Request, Origin = publish.Origin, Epoch = state.Epoch,
        };
        return new Decision([created, message], reply);
    }

    private static Decision Raise(PublishMessage publish, DateTimeOffset now) =>
        new([], new RoomReply.Raised(now), new ChannelMessage(publish.By, publish.Origin, now, publish.Body));
}

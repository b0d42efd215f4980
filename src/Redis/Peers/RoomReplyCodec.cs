using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>What a room answers, to Protocol Buffers and back.</summary>
internal static class RoomReplyCodec
{
    public static Wire.RoomReply Encode(RoomReply reply) => reply switch
    {
        RoomReply.Joined joined => new Wire.RoomReply
        {
            Joined = new Wire.Joined
            {
                Epoch = joined.Epoch.Value, Seq = joined.Seq, FirstSeq = joined.FirstSeq, Role = RoleCodec.Encode(joined.Role),
                MemberCount = joined.MemberCount, Delivery = (int)joined.Delivery.Delivery, SampleInterval = joined.Delivery.Interval.Ticks,
            },
        },
        RoomReply.Published published => new Wire.RoomReply
        {
            Published = new Wire.Published
            {
                Epoch = published.Message.Epoch.Value, Seq = published.Message.Seq, Timestamp = published.Timestamp.UtcTicks,
            },
        },
        RoomReply.Readable readable => new Wire.RoomReply
        {
            Readable = new Wire.Readable
            {
                Epoch = readable.Epoch.Value, FirstSeq = readable.FirstSeq, LastSeq = readable.LastSeq, FirstAnnotated = readable.FirstAnnotated,
                LastAnnotated = readable.LastAnnotated,
            },
        },
        RoomReply.RosterRead read => new Wire.RoomReply { RosterRead = Encode(read.Roster) },
        RoomReply.Subscribed subscribed => new Wire.RoomReply
        {
            Subscribed = new Wire.Subscribed
            {
                Epoch = subscribed.Epoch.Value, Seq = subscribed.Seq, FirstSeq = subscribed.FirstSeq, IsPersistent = subscribed.IsPersistent,
            },
        },
        RoomReply.Raised raised => new Wire.RoomReply { Raised = new Wire.Raised { Timestamp = raised.Timestamp.UtcTicks } },
        RoomReply.Possible possible => new Wire.RoomReply { Possible = Encode(possible) },
        RoomReply.Done => new Wire.RoomReply { Done = new Wire.Done() },
        RoomReply.Refused refused => new Wire.RoomReply { Refused = Encode(refused) },
        RoomReply.AnnotationsRead or RoomReply.InfoRead or RoomReply.MembersRead or RoomReply.InvitesRead or RoomReply.ModerationRead
            or RoomReply.MarkersRead =>
            RoomReadingCodec.Encode(reply),
        RoomReply.Throttled throttled => new Wire.RoomReply
        {
            Throttled = new Wire.Throttled { RetryAfter = throttled.RetryAfter.Ticks, IsSlowMode = throttled.IsSlowMode },
        },
        RoomReply.Unavailable unavailable => new Wire.RoomReply { Unavailable = new Wire.Unavailable { Why = unavailable.Why } },
        RoomReply.TimedOut => new Wire.RoomReply { TimedOut = new Wire.TimedOut() },
        RoomReply.Moved => new Wire.RoomReply { Moved = new Wire.Moved() },
        RoomReply.Described described => new Wire.RoomReply { Described = DescriptionCodec.Encode(described.Room) },
        RoomReply.Faulted faulted => new Wire.RoomReply { Faulted = new Wire.Faulted { TraceId = faulted.TraceId } },
        _ => throw new InvalidOperationException($"peers.proto has no {reply.GetType().Name}."),
    };

    /// <returns>Null for an answer that this release does not know.</returns>
    public static RoomReply? Decode(Wire.RoomReply reply) => reply.KindCase switch
    {
        Wire.RoomReply.KindOneofCase.Joined => Decode(reply.Joined),
        Wire.RoomReply.KindOneofCase.Published => new RoomReply.Published(
            new MessageId(new Epoch(Whole.Text(reply.Published.Epoch)), reply.Published.Seq), Whole.Moment(reply.Published.Timestamp)),
        Wire.RoomReply.KindOneofCase.Readable =>
            new RoomReply.Readable(
                new Epoch(Whole.Text(reply.Readable.Epoch)), reply.Readable.FirstSeq, reply.Readable.LastSeq, reply.Readable.FirstAnnotated,
                reply.Readable.LastAnnotated),
        Wire.RoomReply.KindOneofCase.RosterRead =>
            new RoomReply.RosterRead(RosterCodec.Snapshot(reply.RosterRead.Version, reply.RosterRead.Users, reply.RosterRead.HasCount ? reply.RosterRead.Count : null)),
        Wire.RoomReply.KindOneofCase.Subscribed => new RoomReply.Subscribed(
            new Epoch(Whole.Text(reply.Subscribed.Epoch)), reply.Subscribed.Seq, reply.Subscribed.FirstSeq, reply.Subscribed.IsPersistent),
        Wire.RoomReply.KindOneofCase.Raised => new RoomReply.Raised(Whole.Moment(reply.Raised.Timestamp)),
        Wire.RoomReply.KindOneofCase.Possible =>
            new RoomReply.Possible([.. reply.Possible.Newcomers.Select(static user => new UserId(Whole.Text(user)))]),
        Wire.RoomReply.KindOneofCase.Done => RoomReply.Done.Instance,
        Wire.RoomReply.KindOneofCase.Refused =>
            RefusalCodec.Decode(reply.Refused.Why) is { } why
                ? new RoomReply.Refused(why, reply.Refused.HasUntil ? Whole.Moment(reply.Refused.Until) : null)
                : null,
        Wire.RoomReply.KindOneofCase.Throttled => new RoomReply.Throttled(
            TimeSpan.FromTicks(reply.Throttled.RetryAfter), reply.Throttled.IsSlowMode),
        Wire.RoomReply.KindOneofCase.Unavailable => new RoomReply.Unavailable(reply.Unavailable.Why),
        Wire.RoomReply.KindOneofCase.TimedOut => RoomReply.TimedOut.Instance,
        Wire.RoomReply.KindOneofCase.Moved => RoomReply.Moved.Instance,
        Wire.RoomReply.KindOneofCase.Described => new RoomReply.Described(DescriptionCodec.Decode(reply.Described)),
        Wire.RoomReply.KindOneofCase.Faulted => new RoomReply.Faulted(reply.Faulted.TraceId),
        _ => RoomReadingCodec.Decode(reply),
    };

    private static Wire.Refused Encode(RoomReply.Refused refused)
    {
        var wire = new Wire.Refused { Why = RefusalCodec.Encode(refused.Why) };
        if (refused.Until is { } until)
            wire.Until = until.UtcTicks;
        return wire;
    }

    private static Wire.Possible Encode(RoomReply.Possible possible)
    {
        var wire = new Wire.Possible();
        wire.Newcomers.AddRange(possible.Newcomers.Select(static user => user.Value));
        return wire;
    }

    private static Wire.RosterRead Encode(RosterSnapshot roster)
    {
        var wire = new Wire.RosterRead { Version = roster.Version, Count = roster.Count };
        RosterCodec.Encode(roster.Users, wire.Users);
        return wire;
    }

    private static RoomReply.Joined Decode(Wire.Joined joined) =>
        new(
            new Epoch(Whole.Text(joined.Epoch)), joined.Seq, joined.FirstSeq, RoleCodec.Decode(joined.Role), joined.MemberCount,
            new DeliveryPolicy(SettingsCodec.DecodeDelivery(joined.Delivery), TimeSpan.FromTicks(joined.SampleInterval)));
}

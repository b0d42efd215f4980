using Google.Protobuf;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>What listeners hear at most once, to Protocol Buffers and back.</summary>
internal static class EphemeralCodec
{
    public static Wire.EphemeralRaised Encode(EphemeralRaised raised)
    {
        var wire = new Wire.EphemeralRaised { Room = raised.Room.Value };
        switch (raised.Event)
        {
            case TypingChanged typing:
                wire.TypingChanged = new Wire.TypingChanged { User = typing.User.Value, IsTyping = typing.IsTyping };
                break;
            case PresenceChanged presence:
                wire.PresenceChanged = new Wire.PresenceChanged { Version = presence.Version };
                RosterCodec.Encode(presence.Changes, wire.PresenceChanged.Changes);
                break;
            case PresenceReplaced replaced:
                wire.PresenceReplaced = new Wire.PresenceReplaced { Version = replaced.Roster.Version, Count = replaced.Roster.Count };
                RosterCodec.Encode(replaced.Roster.Users, wire.PresenceReplaced.Users);
                break;
            case PresenceCounted counted:
                wire.PresenceCounted = new Wire.PresenceCounted { Version = counted.Version, Count = counted.Count };
                break;
            case ReadMarked read:
                wire.ReadMarked = new Wire.ReadMarked { User = read.User.Value, Seq = read.Seq };
                break;
            case Signalled signal:
                wire.Signalled = new Wire.Signalled
                {
                    From = signal.From.Value, To = signal.To.Value, Data = UnsafeByteOperations.UnsafeWrap(signal.Data),
                };
                break;
            case ChannelMessage message:
                wire.ChannelMessage = new Wire.ChannelMessage
                {
                    By = message.By.Value, Origin = message.Origin.Value ?? "", Timestamp = message.Timestamp.UtcTicks,
                    Body = BodyCodec.Encode(message.Body),
                };
                break;
            default:
                throw new InvalidOperationException($"peers.proto has no {raised.Event.GetType().Name}.");
        }

        return wire;
    }

    /// <returns>Null for an event that this release does not know.</returns>
    public static EphemeralRaised? Decode(Wire.EphemeralRaised wire)
    {
        EphemeralEvent? its = wire.EventCase switch
        {
            Wire.EphemeralRaised.EventOneofCase.TypingChanged =>
                new TypingChanged(new UserId(Whole.Text(wire.TypingChanged.User)), wire.TypingChanged.IsTyping),
            Wire.EphemeralRaised.EventOneofCase.PresenceChanged =>
                new PresenceChanged(wire.PresenceChanged.Version, RosterCodec.Decode(wire.PresenceChanged.Changes)),
            Wire.EphemeralRaised.EventOneofCase.PresenceReplaced => new PresenceReplaced(
                RosterCodec.Snapshot(wire.PresenceReplaced.Version, wire.PresenceReplaced.Users, wire.PresenceReplaced.HasCount ? wire.PresenceReplaced.Count : null)),
            Wire.EphemeralRaised.EventOneofCase.PresenceCounted =>
                new PresenceCounted(wire.PresenceCounted.Version, wire.PresenceCounted.Count),
            Wire.EphemeralRaised.EventOneofCase.ReadMarked =>
                new ReadMarked(new UserId(Whole.Text(wire.ReadMarked.User)), wire.ReadMarked.Seq),
            Wire.EphemeralRaised.EventOneofCase.Signalled => new Signalled(
                new UserId(Whole.Text(wire.Signalled.From)), new UserId(Whole.Text(wire.Signalled.To)), wire.Signalled.Data.Memory),
            Wire.EphemeralRaised.EventOneofCase.ChannelMessage => Decode(wire.ChannelMessage),
            _ => null,
        };
        return its is null ? null : new EphemeralRaised(new RoomId(Whole.Text(wire.Room)), its);
    }

    private static ChannelMessage Decode(Wire.ChannelMessage wire) => new(
        new UserId(Whole.Text(wire.By)), wire.Origin.Length > 0 ? new ConnectionId(wire.Origin) : default, Whole.Moment(wire.Timestamp),
        BodyCodec.Decode(Whole.Part(wire.Body)));
}

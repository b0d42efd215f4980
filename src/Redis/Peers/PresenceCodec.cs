using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;

namespace Streaming.Redis.Peers;

/// <summary>What nodes say of users' presence, to Protocol Buffers and back.</summary>
internal static class PresenceCodec
{
    public static Wire.PresenceReported Encode(PresenceReported reported)
    {
        var wire = new Wire.PresenceReported
        {
            User = reported.User.Value, Incarnation = reported.Incarnation, Version = reported.Version, StatusStamp = reported.StatusStamp,
            Term = reported.Term,
        };
        foreach (RoomId room in reported.Rooms)
            wire.Rooms.Add(room.Value);

        foreach (BrokenStay stay in reported.Broken)
            wire.Broken.Add(new Wire.BrokenStay { Room = stay.Room.Value, Since = stay.Since.Ticks });

        if (reported.Status is { } status)
            wire.Status = RosterCodec.Encode(status);

        return wire;
    }

    public static PresenceReported Decode(Wire.PresenceReported wire) => new(
        new UserId(Whole.Text(wire.User)),
        Whole.Text(wire.Incarnation),
        wire.Version,
        [.. wire.Rooms.Select(static room => new RoomId(Whole.Text(room)))],
        [.. wire.Broken.Select(static stay => new BrokenStay(new RoomId(Whole.Text(stay.Room)), new TimeSpan(stay.Since)))],
        wire.Status is null ? null : RosterCodec.Decode(wire.Status),
        wire.StatusStamp,
        wire.Term);

    public static Wire.PresenceHeard Encode(PresenceHeard heard) => new()
    {
        User = heard.User.Value, Term = heard.Term, Version = heard.Version, Status = RosterCodec.Encode(heard.Status),
        StatusStamp = heard.StatusStamp,
    };

    public static PresenceHeard Decode(Wire.PresenceHeard wire) => new(
        new UserId(Whole.Text(wire.User)), wire.Term, wire.Version, RosterCodec.Decode(Whole.Part(wire.Status)), wire.StatusStamp);
}

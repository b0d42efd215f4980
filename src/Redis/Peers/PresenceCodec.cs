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
            Term = reported.Term, Devices = (uint)reported.Devices, IsIdle = reported.IsIdle,
        };
        foreach (RoomId room in reported.Rooms)
        {
            if (room == Anywhere.Room)
                wire.Connected = true;
            else
                wire.Rooms.Add(room.Value);
        }

        foreach (BrokenStay stay in reported.Broken)
        {
            if (stay.Room == Anywhere.Room)
                wire.ConnectionBroken = stay.Since.Ticks;
            else
                wire.Broken.Add(new Wire.BrokenStay { Room = stay.Room.Value, Since = stay.Since.Ticks });
        }

        if (reported.Status is { } status)
            wire.Status = RosterCodec.Encode(status);

        return wire;
    }

    public static PresenceReported Decode(Wire.PresenceReported wire) => new(
        new UserId(Whole.Text(wire.User)),
        Whole.Text(wire.Incarnation),
        wire.Version,
        [.. Stays(wire)],
        [.. Broken(wire)],
        wire.Status is null ? null : RosterCodec.Decode(wire.Status),
        wire.StatusStamp,
        wire.Term)
    {
        Devices = (Devices)wire.Devices,
        IsIdle = wire.IsIdle,
    };

    public static Wire.PresenceHeard Encode(PresenceHeard heard) => new()
    {
        User = heard.User.Value, Term = heard.Term, Version = heard.Version, Status = RosterCodec.Encode(heard.Status),
        StatusStamp = heard.StatusStamp,
    };

    public static PresenceHeard Decode(Wire.PresenceHeard wire) => new(
        new UserId(Whole.Text(wire.User)), wire.Term, wire.Version, RosterCodec.Decode(Whole.Part(wire.Status)), wire.StatusStamp);

    public static Wire.PresenceTold Encode(PresenceTold told)
    {
        var wire = new Wire.PresenceTold
        {
            User = told.User.Value, Term = told.Term, Version = told.Version, Status = RosterCodec.Encode(told.Status),
        };
        if (told.LastSeen is { } at)
            wire.LastSeen = at.UtcTicks;
        return wire;
    }

    public static PresenceTold Decode(Wire.PresenceTold wire) => new(
        new UserId(Whole.Text(wire.User)), wire.Term, wire.Version, RosterCodec.Decode(Whole.Part(wire.Status)),
        wire.HasLastSeen ? Whole.Moment(wire.LastSeen) : null);

    private static IEnumerable<RoomId> Stays(Wire.PresenceReported wire)
    {
        if (wire.Connected)
            yield return Anywhere.Room;
        foreach (string room in wire.Rooms)
            yield return new RoomId(Whole.Text(room));
    }

    private static IEnumerable<BrokenStay> Broken(Wire.PresenceReported wire)
    {
        if (wire.HasConnectionBroken)
            yield return new BrokenStay(Anywhere.Room, new TimeSpan(wire.ConnectionBroken));
        foreach (Wire.BrokenStay stay in wire.Broken)
            yield return new BrokenStay(new RoomId(Whole.Text(stay.Room)), new TimeSpan(stay.Since));
    }
}

using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>A room as operators are shown it, to Protocol Buffers and back. Of a room that does not exist the epoch may be empty.</summary>
internal static class DescriptionCodec
{
    public static Wire.Described Encode(RoomDescription room)
    {
        var wire = new Wire.Described
        {
            Exists = room.Exists, Epoch = room.Epoch.Value ?? "", FirstSeq = room.FirstSeq, Head = room.Head, SnapshotSeq = room.SnapshotSeq,
            MemberCount = room.MemberCount, Present = room.Present, IsActive = room.IsActive,
        };
        if (room.Owner is { } owner)
            wire.Owner = owner.Value;

        foreach (DescribedMember member in room.Members)
        {
            wire.Members.Add(new Wire.DescribedMember
            {
                User = member.User.Value, Role = RoleCodec.Encode(member.Role), JoinedAt = member.JoinedAt.UtcTicks,
            });
        }

        foreach (NodeId node in room.Listening)
            wire.Listening.Add(node.Value);

        return wire;
    }

    public static RoomDescription Decode(Wire.Described wire) => new(
        wire.Exists, new Epoch(wire.Epoch), wire.FirstSeq, wire.Head, wire.SnapshotSeq, wire.HasOwner ? new UserId(wire.Owner) : null,
        wire.MemberCount,
        [.. wire.Members.Select(static member => new DescribedMember(
            new UserId(Whole.Text(member.User)), RoleCodec.Decode(member.Role), Whole.Moment(member.JoinedAt)))],
        wire.Present,
        [.. wire.Listening.Select(static node => new NodeId(Whole.Text(node)))],
        wire.IsActive);
}

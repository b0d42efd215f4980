using Google.Protobuf;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Directories;

/// <summary>What the list of rooms shows of one, to Protocol Buffers and back.</summary>
internal static class ListedRoomCodec
{
    public static byte[] Encode(ListedRoom room)
    {
        var wire = new Wire.ListedRoom
        {
            Room = room.Room.Value, MemberCount = room.MemberCount, MaxMembers = room.MaxMembers, CreatedAt = room.CreatedAt.UtcTicks,
        };
        if (room.Name is { } name)
            wire.Name = name;
        if (room.Description is { } description)
            wire.Description = description;
        if (room.Category is { } category)
            wire.Category = category;
        if (room.Owner is { } owner)
            wire.Owner = owner.Value;
        wire.Tags.AddRange(room.Tags);
        return wire.ToByteArray();
    }

    public static ListedRoom Decode(byte[] bytes)
    {
        Wire.ListedRoom wire = Wire.ListedRoom.Parser.ParseFrom(bytes);
        return new ListedRoom
        {
            Room = new RoomId(Whole.Text(wire.Room)),
            Name = wire.HasName ? wire.Name : null,
            Description = wire.HasDescription ? wire.Description : null,
            Category = wire.HasCategory ? wire.Category : null,
            Tags = [.. wire.Tags],
            Owner = wire.HasOwner ? new UserId(wire.Owner) : null,
            MemberCount = wire.MemberCount,
            MaxMembers = wire.MaxMembers,
            CreatedAt = Whole.Moment(wire.CreatedAt),
        };
    }
}

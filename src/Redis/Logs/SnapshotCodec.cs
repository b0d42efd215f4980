using System.Collections.Immutable;
using Google.Protobuf;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Logs;

internal static class SnapshotCodec
{
    public static byte[] Encode(RoomSnapshot snapshot)
    {
        var wire = new Wire.RoomSnapshot { Head = snapshot.State.Head };
        if (snapshot.State.Owner is { } owner)
            wire.Owner = owner.Value;

        foreach ((UserId user, Member member) in snapshot.State.Members)
        {
            wire.Members.Add(new Wire.SnapshotMember
            {
                User = user.Value, Role = RoleCodec.Encode(member.Role), JoinedAt = member.JoinedAt.UtcTicks,
            });
        }

        foreach (RememberedRequest request in snapshot.Requests)
        {
            wire.Requests.Add(new Wire.SnapshotRequest
            {
                By = request.By.Value, Request = request.Request.Value ?? "", Kind = (int)request.Kind, Seq = request.Seq,
                Timestamp = request.Timestamp.UtcTicks,
            });
        }

        return wire.ToByteArray();
    }

    public static RoomSnapshot Decode(RoomId room, Epoch epoch, byte[] bytes)
    {
        Wire.RoomSnapshot wire = Wire.RoomSnapshot.Parser.ParseFrom(bytes);
        var state = new RoomState
        {
            Id = room,
            Epoch = epoch,
            Head = wire.Head,
            Owner = wire.HasOwner ? new UserId(wire.Owner) : null,
            Members = wire.Members.ToImmutableDictionary(
                static member => new UserId(member.User),
                static member => new Member(RoleCodec.Decode(member.Role), Whole.Moment(member.JoinedAt))),
        };
        return new RoomSnapshot(state, [.. wire.Requests.Select(static request => new RememberedRequest(
            new UserId(request.By), new RequestId(request.Request), (RequestKind)request.Kind, request.Seq, Whole.Moment(request.Timestamp)))]);
    }
}

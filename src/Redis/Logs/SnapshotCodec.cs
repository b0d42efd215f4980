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
    private static readonly int RequestTagSize = CodedOutputStream.ComputeTagSize(Wire.RoomSnapshot.RequestsFieldNumber);

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

        // There may be 30,000 requests in a busy room, so they share one message in place of having one each.
        var one = new Wire.SnapshotRequest();
        int size = wire.CalculateSize();
        foreach (RememberedRequest request in snapshot.Requests)
            size += RequestTagSize + CodedOutputStream.ComputeMessageSize(With(one, request));

        byte[] bytes = new byte[size];
        using var output = new CodedOutputStream(bytes);
        wire.WriteTo(output);
        foreach (RememberedRequest request in snapshot.Requests)
        {
            output.WriteTag(Wire.RoomSnapshot.RequestsFieldNumber, WireFormat.WireType.LengthDelimited);
            output.WriteMessage(With(one, request));
        }

        output.Flush();
        return bytes;
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

    private static Wire.SnapshotRequest With(Wire.SnapshotRequest wire, in RememberedRequest request)
    {
        wire.By = request.By.Value;
        wire.Request = request.Request.Value ?? "";
        wire.Kind = (int)request.Kind;
        wire.Seq = request.Seq;
        wire.Timestamp = request.Timestamp.UtcTicks;
        return wire;
    }
}

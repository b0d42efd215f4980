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
        Wire.RoomSnapshot wire = Encode(snapshot.State);

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
            CreatedAt = Whole.Moment(wire.CreatedAt),
            Settings = SettingsCodec.Decode(wire.Settings),
            IsArchived = wire.IsArchived,
            IsDeleted = wire.IsDeleted,
            Lock = RoomPartsCodec.Decode(wire.Lock),
            Members = wire.Members.ToImmutableDictionary(static member => new UserId(member.User), Decode),
            Former = wire.Former.ToImmutableDictionary(static one => new UserId(one.User), Decode),
            Bans = Decode(wire.Bans),
            Mutes = Decode(wire.Mutes),
            Invites = wire.Invites.ToImmutableDictionary(static invite => invite.Code, RoomPartsCodec.Decode),
            Annotations = wire.Annotations.Select(RoomPartsCodec.Decode)
                .ToImmutableSortedDictionary(static message => message.Seq, static message => message.Annotations),
            LastAnnotated = wire.Annotations is [.., var last] ? last.Seq : 0,
            Pins = [.. wire.Pins],
            Moderation = [.. wire.Moderation.Select(RoomPartsCodec.Decode)],
            ModerationCount = wire.Moderation.Count,
        };
        return new RoomSnapshot(state, [.. wire.Requests.Select(static request => new RememberedRequest(
            new UserId(request.By), new RequestId(request.Request), (RequestKind)request.Kind, request.Seq, Whole.Moment(request.Timestamp)))]);
    }

    private static Wire.RoomSnapshot Encode(RoomState state)
    {
        var wire = new Wire.RoomSnapshot
        {
            Head = state.Head, CreatedAt = state.CreatedAt.UtcTicks, Settings = SettingsCodec.Encode(state.Settings), IsArchived = state.IsArchived,
            IsDeleted = state.IsDeleted, Lock = RoomPartsCodec.Encode(state.Lock),
        };
        if (state.Owner is { } owner)
            wire.Owner = owner.Value;

        wire.Members.AddRange(state.Members.Select(static one => Encode(one.Key, one.Value)));
        wire.Former.AddRange(state.Former.Select(static one => Encode(one.Key, one.Value)));
        wire.Bans.AddRange(state.Bans.Select(static one => Encode(one.Key, one.Value)));
        wire.Mutes.AddRange(state.Mutes.Select(static one => Encode(one.Key, one.Value)));
        wire.Invites.AddRange(state.Invites.Values.Select(RoomPartsCodec.Encode));
        wire.Annotations.AddRange(state.Annotations.Select(static one => RoomPartsCodec.Encode(one.Key, one.Value)));
        wire.Pins.AddRange(state.Pins);
        wire.Moderation.AddRange(state.Moderation.Select(RoomPartsCodec.Encode));
        return wire;
    }

    private static Wire.SnapshotMember Encode(UserId user, Member member)
    {
        var wire = new Wire.SnapshotMember
        {
            User = user.Value, Role = RoleCodec.Encode(member.Role), JoinedAt = member.JoinedAt.UtcTicks, Granted = (int)member.Granted,
            Revoked = (int)member.Revoked,
        };
        if (member.WroteAt is { } wrote)
            wire.WroteAt = wrote.UtcTicks;
        if (member.IsDemoted)
            wire.IsDemoted = true;
        return wire;
    }

    private static Member Decode(Wire.SnapshotMember member) => new(RoleCodec.Decode(member.Role), Whole.Moment(member.JoinedAt))
    {
        Granted = (Permissions)member.Granted, Revoked = (Permissions)member.Revoked, WroteAt = member.HasWroteAt ? Whole.Moment(member.WroteAt) : null,
        IsDemoted = member.IsDemoted,
    };

    private static Wire.SnapshotFormer Encode(UserId user, FormerMember former)
    {
        var wire = new Wire.SnapshotFormer { User = user.Value, Revoked = (int)former.Revoked };
        if (former.WroteAt is { } wrote)
            wire.WroteAt = wrote.UtcTicks;
        if (former.Role is { } role)
            wire.Role = RoleCodec.Encode(role);
        return wire;
    }

    private static FormerMember Decode(Wire.SnapshotFormer former) =>
        new((Permissions)former.Revoked, former.HasWroteAt ? Whole.Moment(former.WroteAt) : null)
        {
            Role = former.HasRole ? RoleCodec.Decode(former.Role) : null,
        };

    private static Wire.SnapshotRestriction Encode(UserId user, Restriction restriction) =>
        new() { User = user.Value, Restriction = RoomPartsCodec.Encode(restriction) };

    private static ImmutableDictionary<UserId, Restriction> Decode(IEnumerable<Wire.SnapshotRestriction> all) =>
        all.ToImmutableDictionary(static one => new UserId(one.User), static one => RoomPartsCodec.Decode(Whole.Part(one.Restriction)));

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

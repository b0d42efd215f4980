using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Redis.Events;

namespace Streaming.Redis.Peers;

/// <summary>What is told of a room, to Protocol Buffers and back.</summary>
internal static class RoomReadingCodec
{
    public static Wire.RoomReply Encode(RoomReply reply)
    {
        switch (reply)
        {
            case RoomReply.AnnotationsRead read:
                var annotations = new Wire.AnnotationsRead { Epoch = read.Epoch.Value, Through = read.Through };
                annotations.Messages.AddRange(read.Messages.Select(SummaryCodec.Encode));
                return new Wire.RoomReply { AnnotationsRead = annotations };
            case RoomReply.InfoRead read:
                return new Wire.RoomReply { InfoRead = Encode(read.Room) };
            case RoomReply.MembersRead read:
                var members = new Wire.MembersRead { HasMore = read.HasMore, Total = read.Total };
                members.Members.AddRange(read.Members.Select(Encode));
                return new Wire.RoomReply { MembersRead = members };
            case RoomReply.InvitesRead read:
                var invites = new Wire.InvitesRead();
                invites.Invites.AddRange(read.Invites.Select(Encode));
                return new Wire.RoomReply { InvitesRead = invites };
            case RoomReply.ModerationRead read:
                var moderation = new Wire.ModerationRead { Epoch = read.Epoch.Value, HasMore = read.HasMore };
                moderation.Entries.AddRange(read.Entries.Select(RoomPartsCodec.Encode));
                return new Wire.RoomReply { ModerationRead = moderation };
            case RoomReply.MarkersRead read:
                var markers = new Wire.MarkersRead { Epoch = read.Epoch.Value, FirstSeq = read.FirstSeq, LastSeq = read.LastSeq };
                markers.Unstored.AddRange(read.Unstored.Select(static one => new Wire.ReadMarker { User = one.User.Value, Seq = one.Seq }));
                return new Wire.RoomReply { MarkersRead = markers };
            default:
                throw new InvalidOperationException($"peers.proto has no {reply.GetType().Name}.");
        }
    }

    /// <returns>Null for an answer that this release does not know.</returns>
    public static RoomReply? Decode(Wire.RoomReply reply) => reply.KindCase switch
    {
        Wire.RoomReply.KindOneofCase.AnnotationsRead => new RoomReply.AnnotationsRead(
            new Epoch(Whole.Text(reply.AnnotationsRead.Epoch)), [.. reply.AnnotationsRead.Messages.Select(SummaryCodec.Decode)],
            reply.AnnotationsRead.Through),
        Wire.RoomReply.KindOneofCase.InfoRead => new RoomReply.InfoRead(Decode(reply.InfoRead)),
        Wire.RoomReply.KindOneofCase.MembersRead => new RoomReply.MembersRead(
            [.. reply.MembersRead.Members.Select(Decode)], reply.MembersRead.HasMore, reply.MembersRead.Total),
        Wire.RoomReply.KindOneofCase.InvitesRead => new RoomReply.InvitesRead([.. reply.InvitesRead.Invites.Select(Decode)]),
        Wire.RoomReply.KindOneofCase.ModerationRead => new RoomReply.ModerationRead(
            new Epoch(Whole.Text(reply.ModerationRead.Epoch)), [.. reply.ModerationRead.Entries.Select(RoomPartsCodec.Decode)],
            reply.ModerationRead.HasMore),
        Wire.RoomReply.KindOneofCase.MarkersRead => new RoomReply.MarkersRead(
            new Epoch(Whole.Text(reply.MarkersRead.Epoch)), reply.MarkersRead.FirstSeq, reply.MarkersRead.LastSeq,
            [.. reply.MarkersRead.Unstored.Select(static one => new ReadMarker(new UserId(Whole.Text(one.User)), one.Seq))]),
        _ => null,
    };

    private static Wire.InfoRead Encode(RoomInfo room)
    {
        var wire = new Wire.InfoRead
        {
            Settings = SettingsCodec.Encode(room.Settings), CreatedAt = room.CreatedAt.UtcTicks, MemberCount = room.MemberCount,
            IsArchived = room.IsArchived, Lock = RoomPartsCodec.Encode(room.Lock), Epoch = room.Epoch.Value, FirstSeq = room.FirstSeq,
            LastSeq = room.LastSeq, Mine = room.Mine is { } mine ? RoomPartsCodec.Encode(mine) : null,
        };
        if (room.Owner is { } owner)
            wire.Owner = owner.Value;
        return wire;
    }

    private static RoomInfo Decode(Wire.InfoRead wire) => new(
        SettingsCodec.Decode(Whole.Part(wire.Settings)), wire.HasOwner ? new UserId(wire.Owner) : null, Whole.Moment(wire.CreatedAt), wire.MemberCount,
        wire.IsArchived, RoomPartsCodec.Decode(wire.Lock), new Epoch(Whole.Text(wire.Epoch)), wire.FirstSeq, wire.LastSeq,
        wire.Mine is { } mine ? RoomPartsCodec.Decode(mine) : null);

    private static Wire.Invite Encode(ListedInvite invite)
    {
        var wire = new Wire.Invite
        {
            Code = invite.Code, Seq = invite.Seq, By = invite.By.Value, Role = RoleCodec.Encode(invite.Role), At = invite.At.UtcTicks,
            MaxUses = invite.MaxUses, UsedCount = invite.UsedCount,
        };
        if (invite.ExpiresAt is { } expires)
            wire.ExpiresAt = expires.UtcTicks;
        return wire;
    }

    /// <summary>An owner of an older release names those who used it.</summary>
    private static ListedInvite Decode(Wire.Invite wire) => new(
        Whole.Text(wire.Code), wire.Seq, new UserId(Whole.Text(wire.By)), RoleCodec.Decode(wire.Role), Whole.Moment(wire.At),
        wire.HasExpiresAt ? Whole.Moment(wire.ExpiresAt) : null, wire.MaxUses, wire.HasUsedCount ? wire.UsedCount : wire.UsedBy.Count);

    private static Wire.NamedMember Encode(NamedMember member)
    {
        var wire = new Wire.NamedMember { User = member.User.Value, Membership = RoomPartsCodec.Encode(member.Membership) };
        if (member.MutedUntil is { } until)
            wire.MutedUntil = until.UtcTicks;
        return wire;
    }

    private static NamedMember Decode(Wire.NamedMember wire) => new(
        new UserId(Whole.Text(wire.User)), RoomPartsCodec.Decode(Whole.Part(wire.Membership)),
        wire.HasMutedUntil ? Whole.Moment(wire.MutedUntil) : null);
}

using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Events;

/// <summary>What a room's state is made of, to Protocol Buffers and back: for snapshots, and for answers between nodes.</summary>
internal static class RoomPartsCodec
{
    public static Wire.Member Encode(Member member)
    {
        var wire = new Wire.Member
        {
            Role = RoleCodec.Encode(member.Role), JoinedAt = member.JoinedAt.UtcTicks, Granted = (int)member.Granted, Revoked = (int)member.Revoked,
        };
        if (member.WroteAt is { } wrote)
            wire.WroteAt = wrote.UtcTicks;
        if (member.IsDemoted)
            wire.IsDemoted = true;
        return wire;
    }

    public static Member Decode(Wire.Member wire) => new(RoleCodec.Decode(wire.Role), Whole.Moment(wire.JoinedAt))
    {
        Granted = (Permissions)wire.Granted, Revoked = (Permissions)wire.Revoked, WroteAt = wire.HasWroteAt ? Whole.Moment(wire.WroteAt) : null,
        IsDemoted = wire.IsDemoted,
    };

    public static Wire.Restriction Encode(Restriction restriction)
    {
        var wire = new Wire.Restriction { By = restriction.By.Value, At = restriction.At.UtcTicks };
        if (restriction.Until is { } until)
            wire.Until = until.UtcTicks;
        if (restriction.Reason is { } reason)
            wire.Reason = reason;
        return wire;
    }

    public static Restriction Decode(Wire.Restriction wire) => new(
        wire.HasUntil ? Whole.Moment(wire.Until) : null, wire.HasReason ? wire.Reason : null, new UserId(Whole.Text(wire.By)), Whole.Moment(wire.At));

    public static Wire.RoomLock? Encode(RoomLock? its)
    {
        if (its is null)
            return null;

        var wire = new Wire.RoomLock { By = its.By.Value, At = its.At.UtcTicks };
        if (its.Reason is { } reason)
            wire.Reason = reason;
        return wire;
    }

    public static RoomLock? Decode(Wire.RoomLock? wire) =>
        wire is null ? null : new RoomLock(wire.HasReason ? wire.Reason : null, new UserId(Whole.Text(wire.By)), Whole.Moment(wire.At));

    public static Wire.Invite Encode(Invite invite)
    {
        var wire = new Wire.Invite
        {
            Code = invite.Code, Seq = invite.Seq, By = invite.By.Value, Role = RoleCodec.Encode(invite.Role), At = invite.At.UtcTicks,
            MaxUses = invite.MaxUses,
        };
        if (invite.ExpiresAt is { } expires)
            wire.ExpiresAt = expires.UtcTicks;
        wire.UsedBy.AddRange(InOrder(invite.UsedBy));
        return wire;
    }

    public static Invite Decode(Wire.Invite wire) => new(
        Whole.Text(wire.Code), wire.Seq, new UserId(Whole.Text(wire.By)), RoleCodec.Decode(wire.Role), Whole.Moment(wire.At),
        wire.HasExpiresAt ? Whole.Moment(wire.ExpiresAt) : null, wire.MaxUses)
    {
        UsedBy = [.. wire.UsedBy.Select(static user => new UserId(user))],
    };

    public static Wire.ModerationEntry Encode(ModerationEntry entry)
    {
        var wire = new Wire.ModerationEntry
        {
            Seq = entry.Seq, Type = entry.Type, Moderator = entry.Moderator.Value, Timestamp = entry.Timestamp.UtcTicks,
        };
        if (entry.Target is { } target)
            wire.Target = target.Value;
        if (entry.Reason is { } reason)
            wire.Reason = reason;
        return wire;
    }

    public static ModerationEntry Decode(Wire.ModerationEntry wire) => new(
        wire.Seq, Whole.Text(wire.Type), wire.HasTarget ? new UserId(Whole.Text(wire.Target)) : null, new UserId(Whole.Text(wire.Moderator)),
        wire.HasReason ? wire.Reason : null, Whole.Moment(wire.Timestamp));

    public static Wire.AnnotatedMessage Encode(long seq, MessageAnnotations annotations)
    {
        var wire = new Wire.Annotations();
        wire.Edits.AddRange(annotations.Edits);
        if (annotations.EditedAt is { } edited)
            wire.EditedAt = edited.UtcTicks;
        if (annotations.EditedBy is { } editor)
            wire.EditedBy = editor.Value;
        if (annotations.DeletedAt is { } deleted)
            wire.DeletedAt = deleted.UtcTicks;
        if (annotations.DeletedBy is { } remover)
            wire.DeletedBy = remover.Value;
        if (annotations.PinnedBy is { } pinner)
            wire.PinnedBy = pinner.Value;
        foreach ((string name, ImmutableHashSet<UserId> users) in annotations.Reactions)
        {
            var reaction = new Wire.Reaction { Name = name };
            reaction.Users.AddRange(InOrder(users));
            wire.Reactions.Add(reaction);
        }

        return new Wire.AnnotatedMessage { Seq = seq, Annotations = wire };
    }

    public static AnnotatedMessage Decode(Wire.AnnotatedMessage wire) => new(wire.Seq, Decode(Whole.Part(wire.Annotations)));

    private static MessageAnnotations Decode(Wire.Annotations wire) => new()
    {
        Edits = [.. wire.Edits],
        EditedAt = wire.HasEditedAt ? Whole.Moment(wire.EditedAt) : null,
        EditedBy = wire.HasEditedBy ? new UserId(Whole.Text(wire.EditedBy)) : null,
        DeletedAt = wire.HasDeletedAt ? Whole.Moment(wire.DeletedAt) : null,
        DeletedBy = wire.HasDeletedBy ? new UserId(Whole.Text(wire.DeletedBy)) : null,
        PinnedBy = wire.HasPinnedBy ? new UserId(Whole.Text(wire.PinnedBy)) : null,
        Reactions = wire.Reactions.ToImmutableSortedDictionary(
            static reaction => reaction.Name, static reaction => reaction.Users.Select(static user => new UserId(user)).ToImmutableHashSet(),
            StringComparer.Ordinal),
    };

    /// <summary>The order of a set differs from process to process, and the bytes of a snapshot must not.</summary>
    private static IEnumerable<string> InOrder(ImmutableHashSet<UserId> users) =>
        users.Select(static user => user.Value).Order(StringComparer.Ordinal);
}

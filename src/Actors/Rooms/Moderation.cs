using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>What is done to members, by those who stand above them.</summary>
internal static class Moderation
{
    public static Decision Moderate(RoomState state, ModerateMember moderate, DateTimeOffset now)
    {
        if (RoomRules.May(state, moderate, Needed(moderate.Kind), now) is { } refused)
            return refused;
        if (state.Settings.IsDirect)
            return Decision.Refuse(RoomRefusal.DirectRoom);

        Member? target = state.Members.GetValueOrDefault(moderate.Target);
        if (moderate.Kind == ModerationKind.Add)
            return target is not null ? RoomActor.Nothing : Add(state, moderate, now);

        if (!RoomRules.IsAbove(state, moderate, state.RoleOf(moderate.Target)) || !MayMake(state, moderate, target))
            return Decision.Refuse(RoomRefusal.InsufficientRole);

        return moderate.Kind switch
        {
            ModerationKind.Ban => Restrict(state, moderate, state.BanOf(moderate.Target, now), state.Bans.Count, now),
            ModerationKind.Mute => Restrict(state, moderate, state.MuteOf(moderate.Target, now), state.Mutes.Count, now),
            ModerationKind.Unban => state.Bans.ContainsKey(moderate.Target) ? Log(state, moderate, now) : RoomActor.Nothing,
            ModerationKind.Unmute => state.Mutes.ContainsKey(moderate.Target) ? Log(state, moderate, now) : RoomActor.Nothing,
            _ when target is null => Decision.Refuse(RoomRefusal.UserNotFound),
            ModerationKind.SetRole when target.Role == moderate.Role => RoomActor.Nothing,
            ModerationKind.SetPermissions when (target.Granted, target.Revoked) == (moderate.Granted, moderate.Revoked) => RoomActor.Nothing,
            _ when !target.IsCurtailed && Made(moderate, target).IsCurtailed && !MayCurtailOneMore(state) => Decision.Refuse(RoomRefusal.TooMany),
            _ => Log(state, moderate, now),
        };
    }

    /// <summary>Each part is decided on what the one before makes of the room, and where one is refused nothing is done.</summary>
    public static Decision Put(RoomState state, PutMember put, DateTimeOffset now)
    {
        Decision place = Place(state, put, now);
        if (place.Reply is RoomReply.Refused || put.Permissions is not var (granted, revoked))
            return place;

        RoomState placed = place.Events.Aggregate(state, static (before, e) => before.Apply(e));
        Decision permitted = Moderate(placed, Part(put, ModerationKind.SetPermissions) with { Granted = granted, Revoked = revoked }, now);
        return permitted.Reply switch
        {
            RoomReply.Refused => permitted,
            RoomReply.Published => permitted with { Events = [.. place.Events, .. permitted.Events] },
            _ => place,
        };
    }

    private static Decision Place(RoomState state, PutMember put, DateTimeOffset now)
    {
        if (!state.Members.ContainsKey(put.Target) || (put.Role is null && put.Permissions is null))
            return Moderate(state, Part(put, ModerationKind.Add), now);
        return put.Role is null ? RoomActor.Nothing : Moderate(state, Part(put, ModerationKind.SetRole), now);
    }

    private static ModerateMember Part(PutMember put, ModerationKind kind) => new()
    {
        By = put.By, Request = put.Request, Origin = put.Origin, IsPrivileged = put.IsPrivileged, Kind = kind, Target = put.Target,
        Role = put.Role ?? Role.Member, Reason = put.Reason,
    };

    private static Decision Add(RoomState state, ModerateMember moderate, DateTimeOffset now)
    {
        if (!RoomRules.MayBring(state, moderate, moderate.Role))
            return Decision.Refuse(RoomRefusal.InsufficientRole);

        // Who was put down, and left, is brought back up by those who may give roles.
        if (state.Former.GetValueOrDefault(moderate.Target)?.Role < moderate.Role && !RoomRules.MayGive(state, moderate, Permissions.ManageRoles))
            return Decision.Refuse(RoomRefusal.InsufficientRole);
        if (state.Lock is not null && !RoomRules.IsAbove(state, moderate, Role.Member))
            return Decision.Refuse(RoomRefusal.RoomLocked);
        return RoomRules.Admits(state, moderate.Target, now) ?? Log(state, moderate, now);
    }

    private static Permissions Needed(ModerationKind kind) => kind switch
    {
        ModerationKind.SetRole or ModerationKind.SetPermissions => Permissions.ManageRoles,
        ModerationKind.Add => Permissions.InviteMembers,
        _ => Permissions.RemoveMembers,
    };

    /// <summary>
    /// What is to become of the target must be below who does it, as the target is; and what the target can do then and could not do
    /// before, by role or by grant, must be theirs to give.
    /// </summary>
    private static bool MayMake(RoomState state, ModerateMember moderate, Member? target)
    {
        Member before = target ?? new Member(Role.Guest, default);
        Member after = Made(moderate, before);
        return RoomRules.IsAbove(state, moderate, after.Role) && RoomRules.MayGive(state, moderate, after.Permissions & ~before.Permissions);
    }

    private static Member Made(ModerateMember moderate, Member before) => moderate.Kind switch
    {
        ModerationKind.SetRole => before.As(moderate.Role),
        ModerationKind.SetPermissions => before with { Granted = moderate.Granted, Revoked = moderate.Revoked },
        _ => before,
    };

    /// <summary>What was taken from members is remembered when they go, so it is taken from no more than can be.</summary>
    private static bool MayCurtailOneMore(RoomState state) =>
        state.Former.Count + state.Members.Count < RoomState.MaxFormer
        || state.Former.Values.Count(static one => one.IsCurtailed) + state.Members.Values.Count(static one => one.IsCurtailed) < RoomState.MaxFormer;

    private static Decision Restrict(RoomState state, ModerateMember moderate, Restriction? before, int count, DateTimeOffset now)
    {
        if (moderate.Until <= now || (before is not null && before.Until == moderate.Until && before.Reason == moderate.Reason))
            return RoomActor.Nothing;

        bool isNew = before is null;
        return isNew && count >= RoomState.MaxRestrictions && !AnyOver(state, moderate.Kind, now)
            ? Decision.Refuse(RoomRefusal.TooMany)
            : Log(state, moderate, now);
    }

    private static bool AnyOver(RoomState state, ModerationKind kind, DateTimeOffset now) =>
        (kind == ModerationKind.Ban ? state.Bans : state.Mutes).Any(one => one.Value.IsOver(now));

    private static Decision Log(RoomState state, ModerateMember moderate, DateTimeOffset now) => RoomActor.Log(state, new MemberModerated
    {
        Seq = state.Head + 1, Timestamp = now, By = moderate.By, Request = moderate.Request, Origin = moderate.Origin, Kind = moderate.Kind,
        Target = moderate.Target, Reason = moderate.Reason, Until = moderate.Until, Role = moderate.Role, Granted = moderate.Granted,
        Revoked = moderate.Revoked,
    });
}

using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>What has to hold before a room does what it is asked. Each gives the refusal, or null where nothing stands against it.</summary>
internal static class RoomRules
{
    /// <summary>Is the one who asks in the room, or a back end?</summary>
    public static Decision? Inside(RoomState state, RoomCommand command, DateTimeOffset now)
    {
        if (!state.Exists)
            return Decision.Refuse(RoomRefusal.RoomNotFound);
        if (command.IsPrivileged || state.Members.ContainsKey(command.By))
            return null;
        return state.BanOf(command.By, now) is { } ban
            ? Decision.Refuse(RoomRefusal.Banned, ban.Until)
            : Decision.Refuse(RoomRefusal.NotAMember);
    }

    /// <summary>May they write now, whatever it is?</summary>
    public static Decision? MayWrite(RoomState state, RoomCommand command, DateTimeOffset now)
    {
        if (Inside(state, command, now) is { } refused)
            return refused;
        if (command.IsPrivileged)
            return state.IsArchived ? Decision.Refuse(RoomRefusal.RoomArchived) : null;
        return MayWrite(state, command.By, now);
    }

    /// <summary>Whether the user cannot write, being no member or a silenced one.</summary>
    public static bool IsSilent(RoomState state, UserId user, DateTimeOffset now) =>
        !state.Members.ContainsKey(user) || MayWrite(state, user, now) is not null;

    /// <summary>Are they inside, and does role or grant allow it?</summary>
    public static Decision? May(RoomState state, RoomCommand command, Permissions what, DateTimeOffset now)
    {
        if (Inside(state, command, now) is { } refused)
            return refused;
        return command.IsPrivileged || state.Members[command.By].May(what) ? null : Decision.Refuse(RoomRefusal.InsufficientRole);
    }

    /// <summary>Is there a place for one more who comes in now, by whatever way?</summary>
    public static Decision? Admits(RoomState state, UserId user, DateTimeOffset now)
    {
        if (state.BanOf(user, now) is { } ban)
            return Decision.Refuse(RoomRefusal.Banned, ban.Until);
        if (state.Settings.IsDirect)
            return Decision.Refuse(RoomRefusal.DirectRoom);
        if (state.IsArchived)
            return Decision.Refuse(RoomRefusal.RoomArchived);
        return state.Members.Count >= state.Settings.MaxMembers ? Decision.Refuse(RoomRefusal.RoomFull) : null;
    }

    /// <summary>
    /// Whether who asks may bring in somebody with this role. Members bring members, though they do not stand above them; who
    /// brings in somebody above that gives a role, and needs what giving it needs.
    /// </summary>
    public static bool MayBring(RoomState state, RoomCommand command, Role role)
    {
        if (command.IsPrivileged || role > Role.Member)
            return IsAbove(state, command, role) && MayGive(state, command, Permissions.ManageRoles | RolePermissions.Of(role));
        return role <= state.Members[command.By].Role;
    }

    /// <summary>Nobody gives what they have not.</summary>
    public static bool MayGive(RoomState state, RoomCommand command, Permissions what) =>
        command.IsPrivileged || state.Members[command.By].May(what);

    /// <summary>Whether who asks stands above a role: a back end above all but the owner.</summary>
    public static bool IsAbove(RoomState state, RoomCommand command, Role role) =>
        command.IsPrivileged ? role < Role.Owner : state.Members[command.By].Role > role;

    private static Decision? MayWrite(RoomState state, UserId member, DateTimeOffset now)
    {
        if (state.IsArchived)
            return Decision.Refuse(RoomRefusal.RoomArchived);

        Member its = state.Members[member];
        if (state.Lock is not null && its.Role < Role.Moderator)
            return Decision.Refuse(RoomRefusal.RoomLocked);
        if (state.MuteOf(member, now) is { } mute)
            return Decision.Refuse(RoomRefusal.Muted, mute.Until);
        return its.May(Permissions.SendMessage) ? null : Decision.Refuse(RoomRefusal.InsufficientRole);
    }
}

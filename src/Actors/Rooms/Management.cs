using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>What is done to the room itself.</summary>
internal static class Management
{
    public static Decision Create(RoomState state, CreateRoom create, DateTimeOffset now)
    {
        // One that was deleted is in the way until its log is gone.
        if (state.Head > 0)
            return Decision.Refuse(RoomRefusal.RoomExists);
        if (DirectRoom.IsDirect(state.Id) || create.Settings.IsDirect)
            return Decision.Refuse(RoomRefusal.DirectRoom);

        return new Decision(
            Membership.Creation(state, create, create.Settings, now), new RoomReply.Published(new MessageId(state.Epoch, 1), now));
    }

    public static Decision Update(RoomState state, UpdateRoom update, DateTimeOffset now)
    {
        if (MayManage(state, update, now) is { } refused)
            return refused;

        RoomSettings after = update.Patch.Of(state.Settings);
        return after == state.Settings ? RoomActor.Nothing : RoomActor.Log(state, new RoomUpdated
        {
            Seq = state.Head + 1, Timestamp = now, By = update.By, Request = update.Request, Origin = update.Origin, Settings = after,
        });
    }

    public static Decision SetStatus(RoomState state, SetRoomStatus set, DateTimeOffset now)
    {
        if (MayManage(state, set, now) is { } refused)
            return refused;
        if (set.Action == RoomAction.Delete && !set.IsPrivileged && state.Owner != set.By)
            return Decision.Refuse(RoomRefusal.InsufficientRole);

        bool isSo = set.Action switch
        {
            RoomAction.Archive => state.IsArchived,
            RoomAction.Restore => !state.IsArchived,
            RoomAction.Lock => state.Lock is { } before && before.Reason == set.Reason,
            RoomAction.Unlock => state.Lock is null,
            _ => false,
        };
        return isSo ? RoomActor.Nothing : RoomActor.Log(state, new RoomStatusChanged
        {
            Seq = state.Head + 1, Timestamp = now, By = set.By, Request = set.Request, Origin = set.Origin, Action = set.Action, Reason = set.Reason,
        });
    }

    public static Decision Transfer(RoomState state, TransferRoom transfer, DateTimeOffset now)
    {
        if (RoomRules.Inside(state, transfer, now) is { } refused)
            return refused;
        if (state.Settings.IsDirect)
            return Decision.Refuse(RoomRefusal.DirectRoom);
        if (!transfer.IsPrivileged && state.Owner != transfer.By)
            return Decision.Refuse(RoomRefusal.InsufficientRole);
        if (!state.Members.ContainsKey(transfer.To))
            return Decision.Refuse(RoomRefusal.UserNotFound);

        return state.Owner == transfer.To ? RoomActor.Nothing : RoomActor.Log(state, new RoomTransferred
        {
            Seq = state.Head + 1, Timestamp = now, By = transfer.By, Request = transfer.Request, Origin = transfer.Origin, To = transfer.To,
        });
    }

    public static Decision CreateInvite(RoomState state, CreateInvite create, DateTimeOffset now)
    {
        if (RoomRules.May(state, create, Permissions.InviteMembers, now) is { } refused)
            return refused;
        if (state.Settings.IsDirect)
            return Decision.Refuse(RoomRefusal.DirectRoom);
        if (state.IsArchived)
            return Decision.Refuse(RoomRefusal.RoomArchived);

        // An invite outlives the role of who made it, so it never gives one that is above everybody's.
        if (create.Role > Role.Member || !RoomRules.MayBring(state, create, create.Role))
            return Decision.Refuse(RoomRefusal.InsufficientRole);
        if (state.Invites.ContainsKey(create.Code))
            return RoomActor.Nothing;

        return state.Invites.Count >= RoomState.MaxInvites && !state.Invites.Any(one => one.Value.IsOver(now)) ? Decision.Refuse(RoomRefusal.TooMany) : RoomActor.Log(state, new InviteCreated
        {
            Seq = state.Head + 1, Timestamp = now, By = create.By, Request = create.Request, Origin = create.Origin, Code = create.Code,
            Role = create.Role, ExpiresAt = create.ExpiresAt, MaxUses = create.MaxUses,
        });
    }

    public static Decision RevokeInvite(RoomState state, RevokeInvite revoke, DateTimeOffset now)
    {
        if (RoomRules.May(state, revoke, Permissions.InviteMembers, now) is { } refused)
            return refused;
        if (!state.Invites.TryGetValue(revoke.Code, out Invite? invite))
            return Decision.Refuse(RoomRefusal.InviteInvalid);

        // One's own, or those of whom one might remove.
        bool isTheirs = revoke.IsPrivileged || invite.By == revoke.By || state.Members[revoke.By].May(Permissions.RemoveMembers);
        return !isTheirs ? Decision.Refuse(RoomRefusal.InsufficientRole) : RoomActor.Log(state, new InviteRevoked
        {
            Seq = state.Head + 1, Timestamp = now, By = revoke.By, Request = revoke.Request, Origin = revoke.Origin, Code = revoke.Code,
        });
    }

    private static Decision? MayManage(RoomState state, RoomCommand command, DateTimeOffset now) =>
        RoomRules.May(state, command, Permissions.ManageRoom, now)
        ?? (state.Settings.IsDirect && !command.IsPrivileged ? Decision.Refuse(RoomRefusal.DirectRoom) : null);
}

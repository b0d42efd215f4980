using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>The operations of docs/permissions.md, by their names there, as commands of somebody in a <see cref="PermissionRoom"/>.</summary>
internal static class PermissionOperations
{
    private static readonly (string Name, string User)[] Targets =
    [
        ("a guest", "guest2"), ("a member", "member2"), ("a moderator", "moderator2"), ("an admin", "admin2"), ("the owner", "owner"),
        ("a stranger", "stranger2"),
    ];

    private static readonly (string Name, Role Role)[] Roles =
        [("a guest", Role.Guest), ("a member", Role.Member), ("a moderator", Role.Moderator), ("an admin", Role.Admin), ("the owner", Role.Owner)];

    public static IReadOnlyDictionary<string, Func<PermissionRoom, UserId, RoomCommand>> All { get; } = Make();

    private static Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> Make()
    {
        var all = new Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>>();
        AddComingAndGoing(all);
        AddWriting(all);
        AddReading(all);
        AddModeration(all);
        AddManagement(all);
        return all;
    }

    private static void AddComingAndGoing(Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> all)
    {
        all["join"] = (_, by) => Some.Join(by);
        all["join by a valid invite"] = (_, by) => Some.Join(by) with { Invite = "valid-code" };
        all["join by an invite used before"] = (_, by) => Some.Join(by) with { Invite = PermissionRoom.Redeemed(by.Value) };
        all["join by an expired invite"] = (_, by) => Some.Join(by) with { Invite = "expired-code" };
        all["join by a used-up invite"] = (_, by) => Some.Join(by) with { Invite = PermissionRoom.Redeemed(PermissionRoom.Other) };
        all["join by a revoked invite"] = (_, by) => Some.Join(by) with { Invite = "revoked-code" };
        all["come back with a resumed session"] = (_, by) => Some.Join(by, onlyMembers: true);
        all["leave"] = (_, by) => Some.Leave(by);
        all["open the room of two"] = (_, by) => new OpenDirectRoom { By = by, Request = Some.NewRequest(), With = new(PermissionRoom.Other) };
    }

    private static void AddWriting(Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> all)
    {
        all["publish"] = (_, by) => Some.Publish(by);
        all["start typing"] = (_, by) => Some.Typing(by);
        all["stop typing"] = (_, by) => Some.Typing(by, isTyping: false);
        all["mark as read"] = (_, by) => new MarkRead { By = by, Request = default, Seq = 3 };
        all["signal to a member"] = (_, by) => new SendSignal { By = by, Request = default, To = new(PermissionRoom.Other), Data = Some.Json("offer") };
        all["signal to a stranger"] = (_, by) => new SendSignal { By = by, Request = default, To = new("stranger2"), Data = Some.Json("offer") };
        all["edit one's own message"] = (room, by) => Some.Annotate(by, MessageAction.Edit, room.Message(by.Value));
        all["edit another's message"] = (room, by) => Some.Annotate(by, MessageAction.Edit, room.Message(PermissionRoom.Other));
        all["edit a deleted message"] = (room, by) => Some.Annotate(by, MessageAction.Edit, room.Message(PermissionRoom.Gone) with { Author = by });
        all["edit a message that never was"] = (room, by) =>
            Some.Annotate(by, MessageAction.Edit, new MessageTarget(Some.Epoch, room.State.Head + 1, by));
        all["react to a deleted message"] = (room, by) => Some.Annotate(by, MessageAction.AddReaction, room.Message(PermissionRoom.Gone));
        all["delete one's own message"] = (room, by) => Some.Annotate(by, MessageAction.Delete, room.Message(by.Value));
        all["delete another's message"] = (room, by) => Some.Annotate(by, MessageAction.Delete, room.Message(PermissionRoom.Other));
        all["delete a deleted message"] = (room, by) => Some.Annotate(by, MessageAction.Delete, room.Message(PermissionRoom.Gone) with { Author = by });
        all["react"] = (room, by) => Some.Annotate(by, MessageAction.AddReaction, room.Message(PermissionRoom.Other));
        all["react again"] = (room, by) => Some.Annotate(by, MessageAction.AddReaction, room.Adorned);
        all["take a reaction back"] = (room, by) => Some.Annotate(by, MessageAction.RemoveReaction, room.Adorned);
        all["take back a reaction never made"] = (room, by) => Some.Annotate(by, MessageAction.RemoveReaction, room.Message(PermissionRoom.Other));
        all["pin"] = (room, by) => Some.Annotate(by, MessageAction.Pin, room.Message(PermissionRoom.Other));
        all["pin again"] = (room, by) => Some.Annotate(by, MessageAction.Pin, room.Adorned);
        all["unpin"] = (room, by) => Some.Annotate(by, MessageAction.Unpin, room.Adorned);
    }

    private static void AddReading(Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> all)
    {
        all["read history"] = (_, by) => Some.Read(by);
        all["read annotations"] = (room, by) => new ReadAnnotations { By = by, Request = default, From = 1, To = room.State.Head };
        all["read pins"] = (_, by) => new ReadPins { By = by, Request = default };
        all["read markers"] = (_, by) => new ReadMarkers { By = by, Request = default, Users = [by] };
        all["read members"] = (_, by) => new ReadMembers { By = by, Request = default };
        all["read what room it is"] = (_, by) => new ReadRoomInfo { By = by, Request = default };
        all["read the moderation log"] = (_, by) => new ReadModerationLog { By = by, Request = default };
        all["read the invites"] = (_, by) => new ReadInvites { By = by, Request = default };
    }

    private static void AddModeration(Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> all)
    {
        foreach (ModerationKind kind in (ModerationKind[])[ModerationKind.Ban, ModerationKind.Mute, ModerationKind.Kick, ModerationKind.Warn])
        {
            string verb = kind.ToString().ToLowerInvariant();
            foreach ((string name, string user) in Targets)
                all[$"{verb} {name}"] = (_, by) => Some.Moderate(by, kind, user);
            if (kind != ModerationKind.Warn)
                all[$"{verb} oneself"] = (_, by) => Some.Moderate(by, kind, by.Value);
        }

        (DateTimeOffset until, DateTimeOffset later) = (PermissionRoom.RestrictedUntil, PermissionRoom.RestrictedUntil.AddHours(1));
        all["ban the banned again"] = (_, by) => Some.Moderate(by, ModerationKind.Ban, "banned") with { Until = until };
        all["ban the banned for longer"] = (_, by) => Some.Moderate(by, ModerationKind.Ban, "banned") with { Until = later };
        all["mute the muted again"] = (_, by) => Some.Moderate(by, ModerationKind.Mute, "muted") with { Until = until };
        all["mute the muted for longer"] = (_, by) => Some.Moderate(by, ModerationKind.Mute, "muted") with { Until = later };
        all["unban the banned"] = (_, by) => Some.Moderate(by, ModerationKind.Unban, "banned");
        all["unban a member"] = (_, by) => Some.Moderate(by, ModerationKind.Unban, PermissionRoom.Other);
        all["unmute the muted"] = (_, by) => Some.Moderate(by, ModerationKind.Unmute, "muted");
        all["unmute a member"] = (_, by) => Some.Moderate(by, ModerationKind.Unmute, PermissionRoom.Other);
        AddRoles(all);
        AddGrants(all);
    }

    private static void AddRoles(Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> all)
    {
        (string From, string To)[] changes =
        [
            ("a guest", "a member"), ("a member", "a guest"), ("a member", "a moderator"), ("a moderator", "a member"), ("a member", "an admin"),
            ("an admin", "a member"), ("a member", "the owner"), ("the owner", "a member"), ("a member", "a member"), ("a stranger", "a member"),
        ];
        foreach ((string from, string to) in changes)
            all[$"make {from} {to}"] = (_, by) => Some.Moderate(by, ModerationKind.SetRole, UserOf(from), RoleOf(to));
        all["make oneself a guest"] = (_, by) => Some.Moderate(by, ModerationKind.SetRole, by.Value, Role.Guest);

        foreach (Role role in Enum.GetValues<Role>())
            all[$"add a stranger as {role.ToString().ToLowerInvariant()}"] = (_, by) => Some.Moderate(by, ModerationKind.Add, "stranger2", role);
        all["add a member"] = (_, by) => Some.Moderate(by, ModerationKind.Add, PermissionRoom.Other, Role.Member);
        all["add the banned"] = (_, by) => Some.Moderate(by, ModerationKind.Add, "banned", Role.Member);
        all["add a stranger with delete_message"] = (_, by) => Put(by, "stranger2", role: null, Permissions.DeleteMessage);
        all["make a member a moderator with manage_room"] = (_, by) => Put(by, UserOf("a member"), Role.Moderator, Permissions.ManageRoom);
    }

    private static PutMember Put(UserId by, string target, Role? role, Permissions granted) => new()
    {
        By = by, Request = Some.NewRequest(), Target = new(target), Role = role, Permissions = (granted, Permissions.None),
    };

    private static void AddGrants(Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> all)
    {
        all["grant a member delete_message"] = (_, by) => Grant(by, UserOf("a member"), Permissions.DeleteMessage);
        all["grant a moderator manage_roles"] = (_, by) => Grant(by, UserOf("a moderator"), Permissions.ManageRoles);
        all["grant a stranger delete_message"] = (_, by) => Grant(by, UserOf("a stranger"), Permissions.DeleteMessage);
        all["grant oneself manage_room"] = (_, by) => Grant(by, by.Value, Permissions.ManageRoom);
        all["grant a member nothing"] = (_, by) => Grant(by, UserOf("a member"), Permissions.None);
        all["revoke a member's send_message"] = (_, by) => Revoke(by, UserOf("a member"), Permissions.SendMessage);
        all["revoke an admin's manage_room"] = (_, by) => Revoke(by, UserOf("an admin"), Permissions.ManageRoom);
        all["revoke the owner's manage_room"] = (_, by) => Revoke(by, "owner", Permissions.ManageRoom);
    }

    private static void AddManagement(Dictionary<string, Func<PermissionRoom, UserId, RoomCommand>> all)
    {
        all["change settings"] = (_, by) => new UpdateRoom { By = by, Request = Some.NewRequest(), Patch = new RoomPatch { Name = "another" } };
        all["change nothing"] = (_, by) => new UpdateRoom { By = by, Request = Some.NewRequest(), Patch = new RoomPatch() };
        all["create the room"] = (_, by) => new CreateRoom { By = by, Request = Some.NewRequest(), Settings = RoomSettings.Default };
        foreach (RoomAction action in Enum.GetValues<RoomAction>())
        {
            string name = action == RoomAction.Delete ? "delete the room" : action.ToString().ToLowerInvariant();
            all[name] = (_, by) => new SetRoomStatus { By = by, Request = Some.NewRequest(), Action = action };
        }

        all["transfer the room to a member"] = (_, by) => Transfer(by, PermissionRoom.Other);
        all["transfer the room to a stranger"] = (_, by) => Transfer(by, "stranger2");
        all["transfer the room to its owner"] = (_, by) => Transfer(by, "owner");
        all["create an invite for guests"] = (_, by) => Invite(by, Role.Guest);
        all["create an invite for members"] = (_, by) => Invite(by, Role.Member);
        all["create an invite for moderators"] = (_, by) => Invite(by, Role.Moderator);
        all["revoke one's own invite"] = (_, by) => new RevokeInvite { By = by, Request = Some.NewRequest(), Code = PermissionRoom.Own(by.Value) };
        all["revoke another's invite"] = (_, by) => new RevokeInvite { By = by, Request = Some.NewRequest(), Code = "valid-code" };
        all["revoke an unknown invite"] = (_, by) => new RevokeInvite { By = by, Request = Some.NewRequest(), Code = "revoked-code" };
    }

    private static string UserOf(string target) => Targets.Single(one => one.Name == target).User;

    private static Role RoleOf(string name) => Roles.Single(one => one.Name == name).Role;

    private static ModerateMember Grant(UserId by, string user, Permissions what) =>
        Some.Moderate(by, ModerationKind.SetPermissions, user) with { Granted = what };

    private static ModerateMember Revoke(UserId by, string user, Permissions what) =>
        Some.Moderate(by, ModerationKind.SetPermissions, user) with { Revoked = what };

    private static TransferRoom Transfer(UserId by, string to) => new() { By = by, Request = Some.NewRequest(), To = new UserId(to) };

    private static CreateInvite Invite(UserId by, Role role) =>
        new() { By = by, Request = Some.NewRequest(), Code = "another-code", Role = role, MaxUses = 1 };
}

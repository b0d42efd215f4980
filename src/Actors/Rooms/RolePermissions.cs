namespace Streaming.Actors.Rooms;

/// <summary>What each role allows, before grants and revocations.</summary>
public static class RolePermissions
{
    public static Permissions Of(Role role) => role switch
    {
        Role.Guest => Permissions.SendMessage,
        Role.Member => Permissions.SendMessage | Permissions.InviteMembers,
        Role.Moderator => Permissions.SendMessage | Permissions.InviteMembers | Permissions.DeleteMessage | Permissions.RemoveMembers,
        Role.Admin or Role.Owner => Permissions.All,
        _ => Permissions.None,
    };
}

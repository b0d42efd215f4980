namespace Streaming.Actors.Rooms;

/// <summary>What a member may do in a room: what the role allows, and what was granted and revoked for this member.</summary>
[Flags]
public enum Permissions
{
    None = 0,

    /// <summary>Write messages, edit one's own, react, type, signal.</summary>
    SendMessage = 1,

    /// <summary>Edit, delete and pin what others wrote.</summary>
    DeleteMessage = 2,

    /// <summary>Make and revoke invites, add members.</summary>
    InviteMembers = 4,

    /// <summary>Kick, ban, mute, warn, and take it back.</summary>
    RemoveMembers = 8,

    /// <summary>Change, lock, archive and restore the room.</summary>
    ManageRoom = 16,

    /// <summary>Give roles and permissions.</summary>
    ManageRoles = 32,

    All = SendMessage | DeleteMessage | InviteMembers | RemoveMembers | ManageRoom | ManageRoles,
}

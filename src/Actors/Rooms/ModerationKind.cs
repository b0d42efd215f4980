namespace Streaming.Actors.Rooms;

/// <summary>What is done to a member, or a user who is to be none.</summary>
public enum ModerationKind
{
    /// <summary>Out of the room, and not in again until it is over.</summary>
    Ban,
    Unban,

    /// <summary>Stays, and cannot write until it is over.</summary>
    Mute,
    Unmute,

    /// <summary>Out of the room; may come again.</summary>
    Kick,

    /// <summary>Told, and noted.</summary>
    Warn,

    /// <summary>Another role, below that of who gives it.</summary>
    SetRole,

    /// <summary>Other permissions than the role's.</summary>
    SetPermissions,

    /// <summary>Made a member by somebody who may invite.</summary>
    Add,
}

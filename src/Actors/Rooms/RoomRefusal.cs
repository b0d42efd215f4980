namespace Streaming.Actors.Rooms;

/// <summary>Why a room refuses a command: an expected outcome, with its code in docs/protocol.md, section 5.</summary>
public enum RoomRefusal
{
    RoomNotFound,
    NotAMember,

    /// <summary>The user is in as many rooms as one may be.</summary>
    RoomLimit,

    RoomExists,
    MessageNotFound,

    /// <summary>The user that something is to be done to is not in the room.</summary>
    UserNotFound,

    Banned,
    Muted,
    RoomLocked,
    RoomArchived,
    RoomFull,

    /// <summary>The role does not allow it, or not to somebody of that role.</summary>
    InsufficientRole,

    /// <summary>The owner has to hand the room over first.</summary>
    OwnerStays,

    /// <summary>No such invite, expired, used up; or none was shown, and the room is private.</summary>
    InviteInvalid,

    /// <summary>A room of two is not managed, and nobody else comes in.</summary>
    DirectRoom,

    /// <summary>The room holds as many of these (bans, invites, pins, edits, reactions) as it can.</summary>
    TooMany,

    /// <summary>The settings know no channel of that name.</summary>
    ChannelNotFound,

    /// <summary>The connection listens to as many channels as one may.</summary>
    SubscriptionLimit,
}

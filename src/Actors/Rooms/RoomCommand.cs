using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;

namespace Streaming.Actors.Rooms;

/// <summary>
/// What can be asked of a room. A closed set: the owner's <see cref="RoomActor"/> decides each one.
/// </summary>
public abstract record RoomCommand
{
    private protected RoomCommand()
    {
    }

    /// <summary>Who asks, as authentication found it.</summary>
    public required UserId By { get; init; }

    /// <summary>Names the effect: the owner answers a repeated request with the first result.</summary>
    public required RequestId Request { get; init; }

    /// <summary>The connection it came by; default for REST and for the server itself.</summary>
    public ConnectionId Origin { get; init; }

    /// <summary>
    /// Asked by a back end that stands above the room's roles: it need be no member, and whatever is open to the owner is open to it, also to delete
    /// the room and to hand it over. Only to the owner nothing is done (docs/permissions.md).
    /// </summary>
    public bool IsPrivileged { get; init; }

    /// <summary>
    /// Only asked whether it could be done: nothing is changed, and the reply is <see cref="RoomReply.Possible"/> where something would be. An owner of
    /// an older release does it at once.
    /// </summary>
    public bool OnlyAsks { get; init; }

    /// <summary>
    /// How many members it may make that were none: as many as were foreseen when it was only asked, and could be asked about. Where the room has changed since and it
    /// would be more, nothing is done, and the reply is <see cref="RoomReply.Unavailable"/>. Null: as many as it takes.
    /// </summary>
    public int? MaxNewcomers { get; init; }
}

/// <summary>Become a member if not one yet. The reply is <see cref="RoomReply.Joined"/>.</summary>
public sealed record JoinRoom : RoomCommand
{
    /// <summary>The role a newcomer gets: guest for a guest, member for a user.</summary>
    public required Role As { get; init; }

    /// <summary>Create the room, with the joiner as its owner, when it does not exist.</summary>
    public required bool MayCreate { get; init; }

    /// <summary>
    /// Only come back: refuse who is not a member (any more). For a resumed session, which must not
    /// undo what happened to its user meanwhile.
    /// </summary>
    public bool OnlyMembers { get; init; }

    /// <summary>What the client says it has. Ahead of what the owner knows, it tells the owner to look into the log first.</summary>
    public RoomPosition? Since { get; init; }

    /// <summary>The code of an invite; null for none.</summary>
    public string? Invite { get; init; }
}

/// <summary>Give up membership. The reply is <see cref="RoomReply.Done"/>.</summary>
public sealed record LeaveRoom : RoomCommand;

/// <summary>Log and deliver a message. The reply is <see cref="RoomReply.Published"/>.</summary>
public sealed record PublishMessage : RoomCommand
{
    public required MessageBody Body { get; init; }
}

/// <summary>May this user read the room, and what does its log hold? The reply is <see cref="RoomReply.Readable"/>.</summary>
public sealed record ReadRoom : RoomCommand;

/// <summary>Say that the user started or stopped typing. Not logged; the reply is <see cref="RoomReply.Done"/>.</summary>
public sealed record SetTyping : RoomCommand
{
    public required bool IsTyping { get; init; }
}

/// <summary>A user's presence in this room changed. Comes from presence, never from a client. Not logged.</summary>
public sealed record UpdateRoster : RoomCommand
{
    public required Presence.UserStatus Status { get; init; }

    /// <summary>The term in which the sender has the user's presence: one that is over is not believed.</summary>
    public required long Term { get; init; }
}

/// <summary>Who is here? The reply is <see cref="RoomReply.RosterRead"/>.</summary>
public sealed record ReadRoster : RoomCommand;

/// <summary>
/// How is the room? Comes from operators, never from a client. Changes nothing, and is no use that keeps the room in memory. The
/// reply is <see cref="RoomReply.Described"/>.
/// </summary>
public sealed record DescribeRoom : RoomCommand;

/// <summary>Make the room, owned by who asks. The reply is <see cref="RoomReply.Published"/>.</summary>
public sealed record CreateRoom : RoomCommand
{
    public required RoomSettings Settings { get; init; }
}

/// <summary>Make the room of two, or have both in it again. The reply is <see cref="RoomReply.Done"/> or <see cref="RoomReply.Published"/>.</summary>
public sealed record OpenDirectRoom : RoomCommand
{
    public required UserId With { get; init; }
}

/// <summary>Change settings. The reply is <see cref="RoomReply.Published"/>, or <see cref="RoomReply.Done"/> where nothing changes.</summary>
public sealed record UpdateRoom : RoomCommand
{
    public required RoomPatch Patch { get; init; }
}

/// <summary>Archive, lock or delete the room, or take that back. Replies as <see cref="UpdateRoom"/>.</summary>
public sealed record SetRoomStatus : RoomCommand
{
    public required RoomAction Action { get; init; }

    public string? Reason { get; init; }
}

/// <summary>Hand the room over to another member. The reply is <see cref="RoomReply.Published"/>.</summary>
public sealed record TransferRoom : RoomCommand
{
    public required UserId To { get; init; }
}

/// <summary>Do something to a member. Replies as <see cref="UpdateRoom"/>.</summary>
public sealed record ModerateMember : RoomCommand
{
    public const int MaxReasonLength = 500;

    public required ModerationKind Kind { get; init; }

    public required UserId Target { get; init; }

    public string? Reason { get; init; }

    /// <summary>The end of a ban or a mute; null: none.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>For <see cref="ModerationKind.SetRole"/> and <see cref="ModerationKind.Add"/>.</summary>
    public Role Role { get; init; }

    /// <summary>For <see cref="ModerationKind.SetPermissions"/>: all that is granted beyond the role.</summary>
    public Permissions Granted { get; init; }

    /// <summary>For <see cref="ModerationKind.SetPermissions"/>: all that is taken away.</summary>
    public Permissions Revoked { get; init; }
}

/// <summary>
/// Have the user be a member, with this role and these permissions: all of it, or nothing. Replies as <see cref="UpdateRoom"/>, with the last event
/// that it takes.
/// </summary>
public sealed record PutMember : RoomCommand
{
    public required UserId Target { get; init; }

    /// <summary>Null: a member's stays, and a newcomer becomes a member.</summary>
    public Role? Role { get; init; }

    /// <summary>All that is granted beyond the role and all that is taken away; null: both stay.</summary>
    public (Permissions Granted, Permissions Revoked)? Permissions { get; init; }

    /// <summary>Stands in the moderation log.</summary>
    public string? Reason { get; init; }
}

/// <summary>Make an invite. The reply is <see cref="RoomReply.Published"/>; its seq finds the invite again after a retry.</summary>
public sealed record CreateInvite : RoomCommand
{
    /// <summary>Not to be guessed.</summary>
    public required string Code { get; init; }

    public required Role Role { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public required int MaxUses { get; init; }
}

/// <summary>Take an invite back. Who came by it stays. The reply is <see cref="RoomReply.Published"/>.</summary>
public sealed record RevokeInvite : RoomCommand
{
    public required string Code { get; init; }
}

/// <summary>Edit, delete, react to or pin a message. Replies as <see cref="UpdateRoom"/>.</summary>
public sealed record AnnotateMessage : RoomCommand
{
    public required MessageAction Action { get; init; }

    public required MessageTarget Target { get; init; }

    /// <summary>For <see cref="MessageAction.Edit"/>.</summary>
    public MessageBody? Body { get; init; }

    /// <summary>For reactions: 1 to <see cref="MessageAnnotations.MaxReactionLength"/> characters.</summary>
    public string? Reaction { get; init; }
}

/// <summary>Say how far the user has read. Not logged; the reply is <see cref="RoomReply.Done"/>.</summary>
public sealed record MarkRead : RoomCommand
{
    public required long Seq { get; init; }
}

/// <summary>Hand something to one member. Not logged; the reply is <see cref="RoomReply.Done"/>.</summary>
public sealed record SendSignal : RoomCommand
{
    public required UserId To { get; init; }

    /// <summary>A JSON value as it was sent.</summary>
    public required ReadOnlyMemory<byte> Data { get; init; }
}

/// <summary>What became of the messages from one seq to another? For who may read. The reply is <see cref="RoomReply.AnnotationsRead"/>.</summary>
public sealed record ReadAnnotations : RoomCommand
{
    public required long From { get; init; }

    public required long To { get; init; }

    /// <summary>Only of those that are pinned.</summary>
    public bool OnlyPinned { get; init; }
}

/// <summary>
/// What is pinned? The reply is <see cref="RoomReply.AnnotationsRead"/>: in the order in which they were pinned, with nothing but that. What else
/// became of them <see cref="ReadAnnotations"/> tells, in as many answers as it takes.
/// </summary>
public sealed record ReadPins : RoomCommand;

/// <summary>What kind of room is it? The reply is <see cref="RoomReply.InfoRead"/>.</summary>
public sealed record ReadRoomInfo : RoomCommand;

/// <summary>Who is a member? The reply is <see cref="RoomReply.MembersRead"/>: by user id, after <see cref="After"/>.</summary>
public sealed record ReadMembers : RoomCommand
{
    public const int MaxLimit = 200;

    public UserId? After { get; init; }

    /// <summary>1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = MaxLimit;
}

/// <summary>Which invites are there? For who may make them. The reply is <see cref="RoomReply.InvitesRead"/>.</summary>
public sealed record ReadInvites : RoomCommand;

/// <summary>What did moderators do? For moderators. The reply is <see cref="RoomReply.ModerationRead"/>, newest first.</summary>
public sealed record ReadModerationLog : RoomCommand
{
    public const int MaxLimit = 200;

    /// <summary>Only entries below this seq.</summary>
    public long? Before { get; init; }

    /// <summary>1 to <see cref="MaxLimit"/>.</summary>
    public int Limit { get; init; } = MaxLimit;
}

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

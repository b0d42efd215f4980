namespace Streaming.Actors.Rooms;

/// <summary>Why a room refuses a command: an expected outcome, with its code in docs/protocol.md, section 5.</summary>
public enum RoomRefusal
{
    RoomNotFound,
    NotAMember,

    /// <summary>The user is in as many rooms as one may be.</summary>
    RoomLimit,
}

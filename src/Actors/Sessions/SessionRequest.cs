using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Sessions;

/// <summary>Who opens a session, as authentication found it, and the token of the one it wants to go on with.</summary>
/// <param name="User">The authenticated user; for a guest the name asked for, or null to be given one.</param>
/// <param name="RoomRole">The role a newcomer gets when joining a room: guest for guests, member for users.</param>
/// <param name="MayCreateRooms">Whether joining a room that does not exist creates it.</param>
/// <param name="ResumeToken">From an earlier welcome, or null.</param>
public sealed record SessionRequest(UserId? User, Role RoomRole, bool MayCreateRooms, string? ResumeToken)
{
    /// <summary>Whether the credentials let it hear a channel; all of them, unless something else is said.</summary>
    public Func<ChannelId, bool> MayHear { get; init; } = static _ => true;

    /// <summary>What the connection is from, as its client says.</summary>
    public Devices Device { get; init; }
}

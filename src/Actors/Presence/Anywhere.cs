using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>
/// Being connected is a stay like being in a room, in no room: it begins and breaks off in the same way, and a user is gone when the
/// last stay is over. Nobody is told of it but who asks for the user.
/// </summary>
public static class Anywhere
{
    /// <summary>The place of that stay: no room's id, which all have one character at least.</summary>
    public static readonly RoomId Room = new("");
}

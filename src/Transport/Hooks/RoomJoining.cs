using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Hooks;

/// <summary>Who is to come into which room.</summary>
/// <param name="User">Who comes in.</param>
/// <param name="Principal">What authentication knows of who asks for it: of the user, or of whoever adds them.</param>
public sealed record RoomJoining(RoomId Room, UserId User, Principal Principal)
{
    /// <summary>Who adds the user; null for one who comes by themselves.</summary>
    public UserId? AddedBy { get; init; }
}

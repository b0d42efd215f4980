using Streaming.Actors.Ids;
using Streaming.Transport.Authentication;

namespace Streaming.Transport.Hooks;

/// <summary>Who asks to come into which room.</summary>
/// <param name="Principal">What authentication knows of them.</param>
public sealed record RoomJoining(RoomId Room, UserId User, Principal Principal);

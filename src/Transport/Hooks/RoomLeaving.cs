using Streaming.Actors.Ids;

namespace Streaming.Transport.Hooks;

/// <summary>Who asks to leave which room.</summary>
public sealed record RoomLeaving(RoomId Room, UserId User);

using Streaming.Actors.Ids;

namespace Streaming.Actors.Rooms;

/// <summary>Nobody below moderator writes in the room, and nobody comes in.</summary>
public sealed record RoomLock(string? Reason, UserId By, DateTimeOffset At);

using Streaming.Actors.Ids;

namespace Streaming.Actors.Sessions;

/// <summary>A room of a resumed session, and how coming back to it went.</summary>
public sealed record ResumedRoom(RoomId Room, JoinOutcome Outcome);

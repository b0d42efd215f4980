using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>A room that a user is in.</summary>
/// <param name="Seq">Of the event by which the user came in; tells one time in the room from another.</param>
public readonly record struct UserRoom(RoomId Room, long Seq);

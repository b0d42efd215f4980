using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Directories;

/// <summary>A room that a user is in.</summary>
public sealed record EnteredRoom(RoomId Room, RoomInfo Info);

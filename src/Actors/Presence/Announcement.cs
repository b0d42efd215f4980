using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>Tell this room that the user's status there is this.</summary>
internal readonly record struct Announcement(RoomId Room, UserStatus Status);

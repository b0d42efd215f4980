using Streaming.Actors.Ids;

namespace Streaming.Actors.Presence;

/// <summary>A user's last connection of one node to a room broke off, <paramref name="Since"/> ago: they may be back soon.</summary>
public readonly record struct BrokenStay(RoomId Room, TimeSpan Since);

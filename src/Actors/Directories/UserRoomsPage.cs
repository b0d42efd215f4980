using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Some of a user's rooms, by id, as their owners have them.</summary>
/// <param name="Next">What to go on after; null where there is nothing more.</param>
public sealed record UserRoomsPage<T>(ImmutableArray<T> Rooms, RoomId? Next);

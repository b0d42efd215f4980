using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Some public rooms, by id.</summary>
/// <param name="Next">What to go on after; null where there is nothing more. A page may hold fewer rooms than asked for, or none, and have one.</param>
public sealed record ListingPage(ImmutableArray<ListedRoom> Rooms, RoomId? Next);

using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;

namespace Streaming.Simulation.Histories;

/// <summary>What is known of rooms beside their logs, when everything has become quiet.</summary>
/// <param name="Listed">The public rooms; null where the list could not be read.</param>
/// <param name="RoomsOf">By user; null where they could not be read.</param>
internal sealed record DirectoryEnding(ImmutableArray<ListedRoom>? Listed, ImmutableSortedDictionary<string, ImmutableArray<RoomId>?> RoomsOf)
{
    public static readonly DirectoryEnding None = new([], ImmutableSortedDictionary<string, ImmutableArray<RoomId>?>.Empty);
}

using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Directories;

/// <summary>Up to where members of a room have read, by user id; 0 for those who have never said.</summary>
/// <param name="Next">What to go on after; null where there is nothing more.</param>
public sealed record MarkersPage(Epoch Epoch, ImmutableArray<ReadMarker> Markers, UserId? Next);

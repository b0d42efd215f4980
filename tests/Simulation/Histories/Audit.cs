using System.Collections.Immutable;

namespace Streaming.Simulation.Histories;

/// <summary>What was found when everything had become quiet.</summary>
internal sealed record Audit(ImmutableArray<RoomEnding> Rooms, DirectoryEnding Directory)
{
    public static readonly Audit None = new([], DirectoryEnding.None);
}

using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Simulation.Histories;

/// <summary>A room when everything has become quiet.</summary>
/// <param name="RosterCounts">Whether presence can be held against anybody: it is each node's own yet.</param>
/// <param name="Roster">Who is here according to the room; null if it could not be read, or names nobody.</param>
/// <param name="Counted">How many are here according to a room that names nobody, with the one who asked or without.</param>
/// <param name="Present">Who really has a connection that listens to it.</param>
/// <param name="MayHide">Users who chose to appear offline at some time: a roster may show them or not.</param>
/// <param name="Epoch">The epoch of its log.</param>
/// <param name="Head">Where its log ended.</param>
/// <param name="Kept">What the store holds of its log.</param>
internal sealed record RoomEnding(
    RoomId Room,
    bool RosterCounts,
    ImmutableSortedSet<string>? Roster,
    int? Counted,
    ImmutableSortedSet<string> Present,
    ImmutableSortedSet<string> MayHide,
    Epoch? Epoch,
    long Head,
    ImmutableArray<RoomEvent> Kept,
    ImmutableArray<ListenerEnding> Listeners);

using System.Collections.Immutable;

namespace Streaming.Actors.Presence;

/// <summary>Who is in a room: users with at least one connection subscribed to it. Diffs and counts continue from <paramref name="Version"/>.</summary>
/// <param name="Users">Empty where they are too many to be named.</param>
public sealed record RosterSnapshot(long Version, ImmutableArray<RosterEntry> Users)
{
    /// <summary>How many they are, named or not.</summary>
    public int Count { get; init; } = Users.Length;

    /// <summary>They are not named, and counts follow in place of diffs.</summary>
    public bool IsCounted => Count > Users.Length;
}

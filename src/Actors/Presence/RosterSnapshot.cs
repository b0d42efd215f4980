using System.Collections.Immutable;

namespace Streaming.Actors.Presence;

/// <summary>Who is in a room: users with at least one connection subscribed to it. Diffs continue from <paramref name="Version"/>.</summary>
public sealed record RosterSnapshot(long Version, ImmutableArray<RosterEntry> Users);

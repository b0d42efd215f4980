using System.Collections.Immutable;

namespace Streaming.Simulation.Histories;

/// <summary>What one live listener believes of a room at the end.</summary>
/// <param name="Here">Who it thinks is here; null if it never learned, or if a lost signal explains that it is wrong.</param>
/// <param name="Counted">How many it thinks are here, where nobody was named to it; then <paramref name="Here"/> is null.</param>
/// <param name="Typing">Who it thinks is typing, without those of whom a lost signal explains it.</param>
internal sealed record ListenerEnding(string Connection, ImmutableSortedSet<string>? Here, int? Counted, ImmutableSortedSet<string> Typing);

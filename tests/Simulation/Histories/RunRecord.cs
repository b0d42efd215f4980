using System.Collections.Immutable;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Histories;

/// <summary>All that the checker looks at: what clients saw, what was written, and how each room ended.</summary>
/// <param name="QuietAt">When everybody had everything they would ever get, before the auditor came and stirred the rooms up.</param>
/// <param name="EndedAt">What was asked just before may have had no time to be answered.</param>
internal sealed record RunRecord(Recording Recording, LogArchive Archive, ImmutableArray<RoomEnding> Endings, DateTimeOffset QuietAt, DateTimeOffset EndedAt);

using System.Collections.Immutable;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;
using Streaming.Simulation.Logs;
using Streaming.Simulation.Stores;

namespace Streaming.Simulation.Histories;

/// <summary>All that the checker looks at: what clients saw, what was written, and how each room ended.</summary>
/// <param name="QuietAt">When everybody had everything they would ever get, before the auditor came and stirred the rooms up.</param>
/// <param name="EndedAt">What was asked just before may have had no time to be answered.</param>
internal sealed record RunRecord(
    Recording Recording, SimulatedStore Store, FaultPlan Faults, NodeOptions Options, Audit Audit, DateTimeOffset QuietAt, DateTimeOffset EndedAt)
{
    public ImmutableArray<RoomEnding> Endings => Audit.Rooms;

    public LogArchive Archive => Store.Archive;

    /// <summary>How often the store came back without its last moments.</summary>
    public int Losses => Store.Life;

    /// <summary>Whether a room, or a channel, had another owner at some moment between the two.</summary>
    public bool HasMoved(RoomId room, DateTimeOffset from, DateTimeOffset until) =>
        Store.Moves.Any(move => move.Shard == ShardId.Of(room.Value, Store.Directory.Shards) && move.At >= from && move.At <= until);

    /// <summary>Whether a session may not have been kept, or not been found, at some moment between the two.</summary>
    public bool HadSessionTrouble(DateTimeOffset from, DateTimeOffset until) =>
        Store.SessionTroubles.Any(trouble => trouble.From <= until && trouble.Until >= from);
}

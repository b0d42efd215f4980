using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Simulation.Tests.Mutants;

/// <summary>A log that does all it should; each mutant overrides the one thing it gets wrong.</summary>
internal abstract class MutantLog(IRoomLog log) : IRoomLog
{
    protected IRoomLog Log { get; } = log;

    public virtual ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) =>
        Log.AppendAsync(append, cancellation);

    public virtual ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        Log.ReadAsync(room, range, cancellation);

    public virtual ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) =>
        Log.LoadSnapshotAsync(room, cancellation);

    public virtual ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) =>
        Log.SaveSnapshotAsync(writer, snapshot, cancellation);

    public virtual ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) =>
        Log.TrimAsync(writer, firstSeq, cancellation);

    public virtual ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) =>
        Log.RenewEpochAsync(writer, epoch, expectedSeq, successor, cancellation);

    public virtual ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation) =>
        Log.ReadManyAsync(room, epoch, seqs, cancellation);

    public virtual ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation) =>
        Log.DeleteAsync(writer, epoch, expectedSeq, cancellation);

    public virtual ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation) =>
        Log.PackAsync(writer, keep, cancellation);

    public virtual ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
        Log.FindOlderAsync(shard, moment, limit, cancellation);

    public virtual ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) =>
        Log.SetOldestAsync(writer, oldest, cancellation);

    /// <summary>Every so often, always in the same way for the same entry.</summary>
    protected static bool Strikes(RoomEvent e) => e is MessagePublished && e.Seq % 13 == 0;
}

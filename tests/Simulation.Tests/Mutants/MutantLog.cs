using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

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

    /// <summary>Every so often, always in the same way for the same entry.</summary>
    protected static bool Strikes(RoomEvent e) => e is MessagePublished && e.Seq % 13 == 0;
}

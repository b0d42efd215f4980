using Streaming.Actors.Ids;

namespace Streaming.Actors.Logs;

/// <summary>
/// Port: the logs of all rooms. This is where the promises are made true: an append is atomic and
/// conditional, so whatever clocks, pauses and splits do, a log is contiguous and each entry was
/// written once, by the owner of the term.
/// <para>A call that throws has an unknown outcome; callers read the log to learn it.</para>
/// </summary>
public interface IRoomLog
{
    /// <summary>
    /// Writes all entries or none. Succeeds only if the shard's term is the writer's and the log ends at
    /// <see cref="RoomAppend.ExpectedSeq"/> in the writer's epoch. A log that does not exist ends at 0. One that is in doubt ends nowhere,
    /// until its epoch is renewed: whoever read it before the doubt came finds out here.
    /// </summary>
    ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation);

    /// <summary>Reads part of a log; the page also tells the log's bounds at that moment.</summary>
    ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation);

    /// <summary>The newest snapshot, or null.</summary>
    ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation);

    /// <summary>
    /// Keeps a snapshot in place of an older one of the same epoch. Ignored when the term is not the
    /// shard's, so that a replaced owner cannot put an old picture over a new one; and when the log ends before it, having lost
    /// what the snapshot was made of.
    /// </summary>
    ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation);

    /// <summary>
    /// Forgets entries below <paramref name="firstSeq"/> that the newest snapshot holds, never all of them: so a log that has lost its
    /// last snapshot is still whole. Ignored when the term is not the shard's.
    /// </summary>
    ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation);

    /// <summary>
    /// Has the log go on under another epoch: what it holds stays, and the newest snapshot with it if the log reaches so
    /// far, but positions of the old epoch mean nothing any more. It is in doubt no longer. Succeeds under the conditions of an
    /// append.
    /// </summary>
    ValueTask<AppendResult> RenewEpochAsync(RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation);
}

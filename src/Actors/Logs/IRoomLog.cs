using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Logs;

/// <summary>
/// Port: the logs of all rooms. This is where the promises are made true: an append is atomic and
/// conditional, so whatever clocks, pauses and splits do, a log is contiguous and each entry was
/// written once, by the owner of the term.
/// <para>A call that throws has an unknown outcome; callers read the log to learn it.</para>
/// </summary>
public interface IRoomLog
{
    /// <summary>Entries that <see cref="ReadManyAsync"/> takes at once.</summary>
    const int MaxSeqs = 256;

    /// <summary>Entries that <see cref="PackAsync"/> keeps together, at most.</summary>
    const int BlockLength = 256;

    /// <summary>
    /// Writes all entries or none. Succeeds only if the shard's term is the writer's and the log ends at
    /// <see cref="RoomAppend.ExpectedSeq"/> in the writer's epoch. A log that does not exist ends at 0. One that is in doubt ends nowhere,
    /// until its epoch is renewed: whoever read it before the doubt came finds out here.
    /// <para>
    /// With the append, and in the same step, the entries that it <see cref="RoomAppend.Redacts"/> lose their content: whoever reads them
    /// from then on gets <see cref="RoomEvent.WithoutContent"/>. A store that loses the append again loses that with it. Seqs that are
    /// trimmed, or behind the end, count for nothing.
    /// </para>
    /// </summary>
    ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation);

    /// <summary>Reads part of a log; the page also tells the log's bounds at that moment.</summary>
    ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation);

    /// <summary>
    /// Single entries, lowest seq first. What the log does not hold, or cannot read, is left out; of a log of another epoch that is all.
    /// </summary>
    /// <param name="seqs">At most <see cref="MaxSeqs"/>, in any order.</param>
    /// <exception cref="ArgumentOutOfRangeException">More than that.</exception>
    ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation);

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
    /// last snapshot is still whole. Where the newest, too, is below <paramref name="firstSeq"/> and in the snapshot, it stays without its
    /// content. Ignored when the term is not the shard's.
    /// </summary>
    ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation);

    /// <summary>
    /// Has the log go on under another epoch: what it holds stays, and the newest snapshot with it if the log reaches so
    /// far, but positions of the old epoch mean nothing any more. It is in doubt no longer. Succeeds under the conditions of an
    /// append.
    /// </summary>
    ValueTask<AppendResult> RenewEpochAsync(RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation);

    /// <summary>
    /// Takes a room's log away, with its snapshot and all else that is kept of it: as if it had never been. Succeeds under the conditions of
    /// an append, and where there is no log. A room that is begun in its place has to have another epoch.
    /// </summary>
    ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation);

    /// <summary>
    /// Keeps the oldest entries in less space, a block of at most <see cref="BlockLength"/> at a time, as far as the newest snapshot holds
    /// them. Nothing changes for those who read. Ignored when the term is not the shard's, or there is not yet a whole block to pack.
    /// </summary>
    /// <param name="keep">So many of the newest stay as they are.</param>
    /// <returns>Whether a block was packed, and so there may be another.</returns>
    ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation);

    /// <summary>
    /// Rooms of a shard whose logs may have entries from before a moment: those that began before it, or were last said to
    /// (<see cref="SetOldestAsync"/>). The longest waiting first.
    /// </summary>
    ValueTask<ImmutableArray<RoomId>> FindOlderAsync(ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation);

    /// <summary>
    /// Notes when a room has to be looked at for its age: nothing in its log that has to go is older than this. Ignored when the term is not the shard's,
    /// or there is no log.
    /// </summary>
    ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation);
}

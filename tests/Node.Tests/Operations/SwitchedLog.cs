using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Node.Operations;

/// <summary>A log whose store the test can take away.</summary>
internal sealed class SwitchedLog(IRoomLog inner) : IRoomLog
{
    public bool IsDown { get; set; }

    private IRoomLog Store => IsDown ? throw new IOException("the store is away") : inner;

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) => Store.AppendAsync(append, cancellation);

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) => Store.ReadAsync(room, range, cancellation);

    public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) => Store.LoadSnapshotAsync(room, cancellation);

    public ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) =>
        Store.SaveSnapshotAsync(writer, snapshot, cancellation);

    public ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) => Store.TrimAsync(writer, firstSeq, cancellation);

    public ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation) =>
        Store.ReadManyAsync(room, epoch, seqs, cancellation);

    public ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation) =>
        Store.DeleteAsync(writer, epoch, expectedSeq, cancellation);

    public ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation) => Store.PackAsync(writer, keep, cancellation);

    public ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
        Store.FindOlderAsync(shard, moment, limit, cancellation);

    public ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) =>
        Store.SetOldestAsync(writer, oldest, cancellation);

    public ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) =>
        Store.RenewEpochAsync(writer, epoch, expectedSeq, successor, cancellation);
}

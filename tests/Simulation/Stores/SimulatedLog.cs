using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Simulation.Faults;

namespace Streaming.Simulation.Stores;

/// <summary>The logs as one life of a node reaches them.</summary>
internal sealed class SimulatedLog(SimulatedStore store, StoreLine line, StoreFaults faults, string life) : IRoomLog
{
    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        string what = $"{life}: append {append.Writer.Room} after {append.ExpectedSeq} ({append.Events.Length}, term {append.Writer.Term})";
        return line.CallAsync(what, faults, () => WriteAsync(append.Writer, () => store.Archive.AppendAsync(append, cancellation)));
    }

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        line.CallAsync($"{life}: read {room} after {range.After}", faults, () => store.Archive.ReadAsync(room, range, cancellation));

    public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) =>
        line.CallAsync($"{life}: load snapshot {room}", faults, () => store.Archive.LoadSnapshotAsync(room, cancellation));

    public async ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) =>
        await line.CallAsync($"{life}: snapshot {writer.Room} at {snapshot.State.Head}", faults, async () =>
        {
            await store.Archive.SaveSnapshotAsync(writer, snapshot, cancellation);
            return true;
        });

    public async ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) =>
        await line.CallAsync($"{life}: trim {writer.Room} below {firstSeq}", faults, async () =>
        {
            await store.Archive.TrimAsync(writer, firstSeq, cancellation);
            return true;
        });

    public ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation)
    {
        string what = $"{life}: renew {writer.Room} at {expectedSeq} from {epoch} to {successor}";
        return line.CallAsync(
            what, faults, () => WriteAsync(writer, () => store.Archive.RenewEpochAsync(writer, epoch, expectedSeq, successor, cancellation)));
    }

    public ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation) =>
        line.CallAsync($"{life}: read {seqs.Length} of {room}", faults, () => store.Archive.ReadManyAsync(room, epoch, seqs, cancellation));

    public ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation) =>
        line.CallAsync(
            $"{life}: delete {writer.Room} at {expectedSeq}", faults,
            () => WriteAsync(writer, () => store.Archive.DeleteAsync(writer, epoch, expectedSeq, cancellation)));

    /// <summary>The store is a log in memory, which packs nothing: not worth a call that faults could meet.</summary>
    public ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation) => ValueTask.FromResult(false);

    public ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
        line.CallAsync($"{life}: find older in {shard}", faults, () => store.Archive.FindOlderAsync(shard, moment, limit, cancellation));

    public async ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) =>
        await line.CallAsync($"{life}: age {writer.Room}", faults, async () =>
        {
            await store.Archive.SetOldestAsync(writer, oldest, cancellation);
            return true;
        });

    private async ValueTask<AppendResult> WriteAsync(RoomWriter writer, Func<ValueTask<AppendResult>> write)
    {
        AppendResult result = await write();
        if (result == AppendResult.Appended)
            store.Terms.OnWritten(life, writer.Shard, writer.Term);

        return result;
    }
}

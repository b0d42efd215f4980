using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Tests.Harness;

/// <summary>A log that holds whatever a test writes down, right or wrong, for those who only read.</summary>
internal sealed class WrittenLog : IRoomLog
{
    public Epoch? Epoch { get; init; } = Some.Epoch;

    public long FirstSeq { get; set; } = 1;

    /// <summary>Null: that of the last entry.</summary>
    public long? LastSeq { get; init; }

    public ImmutableArray<RoomEvent> Events { get; set; } = [];

    public RoomSnapshot? Snapshot { get; set; }

    public bool IsInDoubt { get; init; }

    /// <summary>Called once, before the next read after the first.</summary>
    public Action? OnSecondRead { get; set; }

    private int _reads;

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        if (++_reads == 2)
            OnSecondRead?.Invoke();
        if (Epoch is null)
            return ValueTask.FromResult(LogPage.None);

        ImmutableArray<RoomEvent> page = [.. Events.Where(e => e.Seq > range.After && e.Seq < range.Before).Take(range.Limit)];
        return ValueTask.FromResult(new LogPage(Epoch, FirstSeq, LastSeq ?? Events[^1].Seq, page, IsInDoubt));
    }

    public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) => ValueTask.FromResult(Snapshot);

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation) =>
        ValueTask.FromResult<ImmutableArray<RoomEvent>>([.. Events.Where(e => seqs.Contains(e.Seq))]);

    public ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation) =>
        throw new NotSupportedException();

    public ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) => throw new NotSupportedException();

    public ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) => throw new NotSupportedException();
}

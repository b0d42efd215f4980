using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Tests.Harness;

/// <summary>
/// A log in memory whose calls can be held, failed, or robbed of their replies, one by one. Calls that are
/// not held pass at once.
/// </summary>
public sealed class ScriptedRoomLog(IRoomLog inner) : IRoomLog
{
    private readonly List<HeldAppend> _held = [];
    private readonly List<HeldRead> _heldReads = [];

    /// <summary>Appends wait for the test, in <see cref="Held"/>.</summary>
    public bool HoldsAppends { get; set; }

    public bool HoldsReads { get; set; }

    /// <summary>Every call fails at once: the store is away.</summary>
    public bool IsDown { get; set; }

    /// <summary>Reads, and loading snapshots, fail.</summary>
    public bool FailsReads { get; set; }

    /// <summary>Appends fail, and are not written.</summary>
    public bool FailsAppends { get; set; }

    /// <summary>Saving snapshots fails.</summary>
    public bool FailsSnapshots { get; set; }

    public int BlocksToPack { get; set; }

    /// <summary>Every append asked for, in order, whatever became of it.</summary>
    public List<RoomAppend> Appends { get; } = [];

    public List<LogRange> Reads { get; } = [];

    public List<string> Keeping { get; } = [];

    public IReadOnlyList<HeldAppend> Held => _held;

    public IReadOnlyList<HeldRead> HeldReads => _heldReads;

    public HeldAppend TakeHeld()
    {
        HeldAppend first = _held[0];
        _held.RemoveAt(0);
        return first;
    }

    public HeldRead TakeHeldRead()
    {
        HeldRead first = _heldReads[0];
        _heldReads.RemoveAt(0);
        return first;
    }

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        Appends.Add(append);
        if (IsDown || FailsAppends)
            return ValueTask.FromException<AppendResult>(new IOException("the log is away"));
        if (!HoldsAppends)
            return inner.AppendAsync(append, cancellation);

        var held = new HeldAppend(append, inner);
        _held.Add(held);
        return new ValueTask<AppendResult>(held.Reply);
    }

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation)
    {
        Reads.Add(range);
        if (IsDown || FailsReads)
            return ValueTask.FromException<LogPage>(new IOException("the log cannot be read"));
        if (!HoldsReads)
            return inner.ReadAsync(room, range, cancellation);

        var held = new HeldRead(room, range, inner);
        _heldReads.Add(held);
        return new ValueTask<LogPage>(held.Reply);
    }

    public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) =>
        IsDown || FailsReads
            ? ValueTask.FromException<RoomSnapshot?>(new IOException("the log cannot be read"))
            : inner.LoadSnapshotAsync(room, cancellation);

    public ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation)
    {
        if (IsDown || FailsSnapshots)
            return ValueTask.FromException(new IOException("the log is away"));

        Keeping.Add($"snapshot {snapshot.State.Head}");
        return inner.SaveSnapshotAsync(writer, snapshot, cancellation);
    }

    public ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation) =>
        IsDown
            ? ValueTask.FromException<AppendResult>(new IOException("the log is away"))
            : inner.RenewEpochAsync(writer, epoch, expectedSeq, successor, cancellation);

    public ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation) =>
        IsDown || FailsReads
            ? ValueTask.FromException<ImmutableArray<RoomEvent>>(new IOException("the log cannot be read"))
            : inner.ReadManyAsync(room, epoch, seqs, cancellation);

    public ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation) =>
        IsDown
            ? ValueTask.FromException<AppendResult>(new IOException("the log is away"))
            : inner.DeleteAsync(writer, epoch, expectedSeq, cancellation);

    /// <summary>Says for as many blocks as <see cref="BlocksToPack"/> that they were packed.</summary>
    public ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation)
    {
        Keeping.Add($"pack {keep}");
        return ValueTask.FromResult(BlocksToPack-- > 0);
    }

    public ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
        IsDown
            ? ValueTask.FromException<ImmutableArray<RoomId>>(new IOException("the log is away"))
            : inner.FindOlderAsync(shard, moment, limit, cancellation);

    public ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation) =>
        inner.SetOldestAsync(writer, oldest, cancellation);

    public ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation)
    {
        Keeping.Add($"trim {firstSeq}");
        return inner.TrimAsync(writer, firstSeq, cancellation);
    }
}

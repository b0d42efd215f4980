using System.Collections.Concurrent;
using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Logs;

/// <summary>
/// Logs in this process's memory: what a single node runs on with nothing installed. Everything
/// completes at once. What it holds ends with the process.
/// </summary>
public sealed class InMemoryRoomLog(InMemoryShardFence fence) : IRoomLog
{
    private readonly ConcurrentDictionary<RoomId, StoredLog> _logs = new();

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        if (IsFenced(append.Writer))
            return ValueTask.FromResult(AppendResult.Fenced);

        int doubts = fence.DoubtsOf(append.Writer.Shard);
        StoredLog log = _logs.GetOrAdd(append.Writer.Room, static (_, shard) => new StoredLog(shard), append.Writer.Shard);
        return ValueTask.FromResult(log.TryAppend(append, doubts) ? AppendResult.Appended : AppendResult.Conflict);
    }

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        ValueTask.FromResult(_logs.TryGetValue(room, out StoredLog? log) ? log.Read(range, fence.DoubtsOf(log.Shard)) : LogPage.None);

    public ValueTask<RoomSnapshot?> LoadSnapshotAsync(RoomId room, CancellationToken cancellation) =>
        ValueTask.FromResult(_logs.TryGetValue(room, out StoredLog? log) ? log.Snapshot : null);

    public ValueTask SaveSnapshotAsync(RoomWriter writer, RoomSnapshot snapshot, CancellationToken cancellation)
    {
        if (!IsFenced(writer) && _logs.TryGetValue(writer.Room, out StoredLog? log))
            log.Keep(snapshot);

        return ValueTask.CompletedTask;
    }

    public ValueTask TrimAsync(RoomWriter writer, long firstSeq, CancellationToken cancellation)
    {
        if (!IsFenced(writer) && _logs.TryGetValue(writer.Room, out StoredLog? log))
            log.Trim(firstSeq);

        return ValueTask.CompletedTask;
    }

    public ValueTask<AppendResult> RenewEpochAsync(
        RoomWriter writer, Epoch epoch, long expectedSeq, Epoch successor, CancellationToken cancellation)
    {
        if (IsFenced(writer))
            return ValueTask.FromResult(AppendResult.Fenced);

        bool isRenewed = _logs.TryGetValue(writer.Room, out StoredLog? log)
            && log.TryRenew(epoch, expectedSeq, successor, fence.DoubtsOf(writer.Shard));
        return ValueTask.FromResult(isRenewed ? AppendResult.Appended : AppendResult.Conflict);
    }

    /// <summary>Loses the end of a log, as a store does that comes back without its last moments.</summary>
    public void Lose(RoomId room, long lastSeq)
    {
        if (_logs.TryGetValue(room, out StoredLog? log) && !log.Cut(lastSeq))
            _logs.TryRemove(room, out _);
    }

    /// <summary>All logs as they are now, for <see cref="GoBackTo"/>.</summary>
    internal ImmutableDictionary<RoomId, StoredLog> TakeImage() => _logs.ToImmutableDictionary(one => one.Key, one => one.Value.Copy());

    /// <summary>Loses everything since an image was taken, in all rooms at once.</summary>
    internal void GoBackTo(ImmutableDictionary<RoomId, StoredLog> image)
    {
        _logs.Clear();
        foreach ((RoomId room, StoredLog log) in image)
            _logs[room] = log.Copy();
    }

    private bool IsFenced(RoomWriter writer) => !fence.Takes(writer.Shard, writer.Term);

    internal sealed class StoredLog(ShardId shard)
    {
        private readonly Lock _gate = new();
        private Epoch _epoch;
        private int _doubts;

        /// <summary>Entries from <see cref="_firstSeq"/>; trimmed ones are cut off in bulk, see <see cref="Trim"/>.</summary>
        private readonly List<RoomEvent> _events = [];
        private long _firstSeq = 1;
        private RoomSnapshot? _snapshot;

        public RoomSnapshot? Snapshot
        {
            get
            {
                lock (_gate)
                    return _snapshot;
            }
        }

        public ShardId Shard => shard;

        private long LastSeq => _firstSeq + _events.Count - 1;

        public StoredLog Copy()
        {
            lock (_gate)
            {
                var copy = new StoredLog(shard) { _epoch = _epoch, _doubts = _doubts, _firstSeq = _firstSeq, _snapshot = _snapshot };
                copy._events.AddRange(_events);
                return copy;
            }
        }

        public bool TryAppend(RoomAppend append, int doubts)
        {
            lock (_gate)
            {
                // Without entries there is no log, whatever a refused append has left here: this one begins it.
                if (_events.Count == 0 && append.ExpectedSeq == 0)
                    (_epoch, _doubts, _firstSeq) = (append.Epoch, doubts, 1);

                if (append.Epoch != _epoch || append.ExpectedSeq != LastSeq || doubts != _doubts)
                    return false;

                _events.AddRange(append.Events.AsSpan());
                return true;
            }
        }

        public LogPage Read(LogRange range, int doubts)
        {
            lock (_gate)
            {
                if (_events.Count == 0)
                    return LogPage.None;

                // Clamped first: a client's bounds may be anything, and one more or less than the largest long wraps around.
                long from = Math.Max(Math.Min(range.After, LastSeq) + 1, _firstSeq);
                long to = Math.Min(Math.Max(range.Before, 0) - 1, LastSeq);
                int count = (int)Math.Clamp(to - from + 1, 0, range.Limit);
                var page = ImmutableArray.CreateBuilder<RoomEvent>(count);
                for (int i = 0; i < count; i++)
                    page.Add(_events[(int)((range.NewestFirst ? to - i : from + i) - _firstSeq)]);

                return new LogPage(_epoch, _firstSeq, LastSeq, page.MoveToImmutable(), IsInDoubt: _doubts != doubts);
            }
        }

        public void Keep(RoomSnapshot snapshot)
        {
            lock (_gate)
            {
                if (snapshot.State.Epoch == _epoch && snapshot.State.Head >= (_snapshot?.State.Head ?? 0) && snapshot.State.Head <= LastSeq)
                    _snapshot = snapshot;
            }
        }

        public bool TryRenew(Epoch from, long expectedSeq, Epoch next, int doubts)
        {
            lock (_gate)
            {
                if (from != _epoch || expectedSeq != LastSeq)
                    return false;

                (_epoch, _doubts) = (next, doubts);
                _snapshot = _snapshot is { } snapshot && snapshot.State.Head <= LastSeq
                    ? snapshot with { State = snapshot.State with { Epoch = next } }
                    : null;
                return true;
            }
        }

        /// <returns>Whether anything is left of it.</returns>
        public bool Cut(long lastSeq)
        {
            lock (_gate)
            {
                if (lastSeq < LastSeq)
                    _events.RemoveRange((int)Math.Max(lastSeq - _firstSeq + 1, 0), (int)(LastSeq - Math.Max(lastSeq, _firstSeq - 1)));
                if (_snapshot?.State.Head > LastSeq)
                    _snapshot = null;

                return _events.Count > 0;
            }
        }

        public void Trim(long firstSeq)
        {
            lock (_gate)
            {
                long keepFrom = Math.Min(Math.Min(firstSeq, (_snapshot?.State.Head ?? 0) + 1), LastSeq);
                if (keepFrom <= _firstSeq)
                    return;

                _events.RemoveRange(0, (int)(keepFrom - _firstSeq));
                _firstSeq = keepFrom;
            }
        }
    }
}

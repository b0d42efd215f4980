using System.Collections.Concurrent;
using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;

namespace Streaming.Actors.Logs;

/// <summary>
/// Logs in this process's memory: what a single node runs on with nothing installed. Everything
/// completes at once. What it holds ends with the process. Nothing is packed: what would be gained in bytes is lost by giving up the
/// events that everybody here shares.
/// </summary>
public sealed class InMemoryRoomLog(InMemoryShardFence fence) : IRoomLog
{
    private readonly ConcurrentDictionary<RoomId, StoredLog> _logs = new();

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        if (IsFenced(append.Writer))
            return ValueTask.FromResult(AppendResult.Fenced);

        int doubts = fence.DoubtsOf(append.Writer.Shard);
        while (true)
        {
            StoredLog log = _logs.GetOrAdd(append.Writer.Room, static (_, shard) => new StoredLog(shard), append.Writer.Shard);
            if (log.TryAppend(append, doubts) is { } isWritten)
                return ValueTask.FromResult(isWritten ? AppendResult.Appended : AppendResult.Conflict);

            // It was deleted between the look and the append.
            _logs.TryRemove(KeyValuePair.Create(append.Writer.Room, log));
        }
    }

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        ValueTask.FromResult(_logs.TryGetValue(room, out StoredLog? log) ? log.Read(range, fence.DoubtsOf(log.Shard)) : LogPage.None);

    public ValueTask<ImmutableArray<RoomEvent>> ReadManyAsync(
        RoomId room, Epoch epoch, ImmutableArray<long> seqs, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seqs.Length, IRoomLog.MaxSeqs, nameof(seqs));
        return ValueTask.FromResult(_logs.TryGetValue(room, out StoredLog? log) ? log.ReadMany(epoch, seqs) : []);
    }

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

    public ValueTask<AppendResult> DeleteAsync(RoomWriter writer, Epoch epoch, long expectedSeq, CancellationToken cancellation)
    {
        if (IsFenced(writer))
            return ValueTask.FromResult(AppendResult.Fenced);

        if (!_logs.TryGetValue(writer.Room, out StoredLog? log))
            return ValueTask.FromResult(AppendResult.Appended);
        if (!log.TryDelete(epoch, expectedSeq, fence.DoubtsOf(writer.Shard)))
            return ValueTask.FromResult(AppendResult.Conflict);

        _logs.TryRemove(KeyValuePair.Create(writer.Room, log));
        return ValueTask.FromResult(AppendResult.Appended);
    }

    public ValueTask<bool> PackAsync(RoomWriter writer, int keep, CancellationToken cancellation) => ValueTask.FromResult(false);

    public ValueTask<ImmutableArray<RoomId>> FindOlderAsync(
        ShardId shard, DateTimeOffset moment, int limit, CancellationToken cancellation) =>
        ValueTask.FromResult<ImmutableArray<RoomId>>(
        [
            .. _logs.Where(one => one.Value.Shard == shard && one.Value.Oldest < moment)
                .OrderBy(static one => one.Value.Oldest).ThenBy(static one => one.Key.Value, StringComparer.Ordinal)
                .Take(limit).Select(static one => one.Key),
        ]);

    public ValueTask SetOldestAsync(RoomWriter writer, DateTimeOffset oldest, CancellationToken cancellation)
    {
        if (!IsFenced(writer) && _logs.TryGetValue(writer.Room, out StoredLog? log))
            log.SetOldest(oldest);

        return ValueTask.CompletedTask;
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
        private DateTimeOffset _oldest;
        private bool _isDeleted;

        /// <summary>Entries without content, and the seq by which they lost it: with that event the loss would go, too.</summary>
        private readonly Dictionary<long, long> _redactedBy = [];

        /// <summary>Later than any moment for a log that does not exist.</summary>
        public DateTimeOffset Oldest
        {
            get
            {
                lock (_gate)
                    return _events.Count == 0 ? DateTimeOffset.MaxValue : _oldest;
            }
        }

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
                var copy = new StoredLog(shard)
                {
                    _epoch = _epoch, _doubts = _doubts, _firstSeq = _firstSeq, _snapshot = _snapshot, _oldest = _oldest,
                };
                copy._events.AddRange(_events);
                foreach ((long seq, long by) in _redactedBy)
                    copy._redactedBy[seq] = by;
                return copy;
            }
        }

        /// <returns>Null when this log was deleted: another is to be begun in its place.</returns>
        public bool? TryAppend(RoomAppend append, int doubts)
        {
            lock (_gate)
            {
                if (_isDeleted)
                    return null;

                // Without entries there is no log, whatever a refused append has left here: this one begins it.
                if (_events.Count == 0 && append.ExpectedSeq == 0)
                    BeginUnderGate(append, doubts);

                if (append.Epoch != _epoch || append.ExpectedSeq != LastSeq || doubts != _doubts)
                    return false;

                _events.AddRange(append.Events.AsSpan());
                foreach (long seq in append.Redacts)
                {
                    if (seq >= _firstSeq && seq <= LastSeq)
                        _redactedBy.TryAdd(seq, append.Events.FirstOrDefault(e => e.Redacts.Contains(seq))?.Seq ?? LastSeq);
                }

                return true;
            }
        }

        private void BeginUnderGate(RoomAppend append, int doubts)
        {
            (_epoch, _doubts, _firstSeq, _oldest) = (append.Epoch, doubts, 1, append.Events[0].Timestamp);
            _redactedBy.Clear();
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
                    page.Add(AtUnderGate(range.NewestFirst ? to - i : from + i));

                return new LogPage(_epoch, _firstSeq, LastSeq, page.MoveToImmutable(), IsInDoubt: _doubts != doubts);
            }
        }

        public ImmutableArray<RoomEvent> ReadMany(Epoch epoch, ImmutableArray<long> seqs)
        {
            lock (_gate)
            {
                return _events.Count == 0 || epoch != _epoch
                    ? []
                    : [.. seqs.Where(seq => seq >= _firstSeq && seq <= LastSeq).Distinct().Order().Select(AtUnderGate)];
            }
        }

        public void SetOldest(DateTimeOffset oldest)
        {
            lock (_gate)
                _oldest = oldest;
        }

        public bool TryDelete(Epoch epoch, long expectedSeq, int doubts)
        {
            lock (_gate)
            {
                if (_events.Count > 0 && (epoch != _epoch || expectedSeq != LastSeq || doubts != _doubts))
                    return false;

                _events.Clear();
                (_snapshot, _isDeleted) = (null, true);
                return true;
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
                foreach (long seq in _redactedBy.Where(one => one.Value > LastSeq).Select(static one => one.Key).ToArray())
                    _redactedBy.Remove(seq);

                return _events.Count > 0;
            }
        }

        public void Trim(long firstSeq)
        {
            lock (_gate)
            {
                if (_events.Count > 0 && firstSeq > LastSeq && _snapshot?.State.Head == LastSeq)
                    _redactedBy[LastSeq] = LastSeq;

                long keepFrom = Math.Min(Math.Min(firstSeq, (_snapshot?.State.Head ?? 0) + 1), LastSeq);
                if (keepFrom <= _firstSeq)
                    return;

                _events.RemoveRange(0, (int)(keepFrom - _firstSeq));
                _firstSeq = keepFrom;
                foreach (long seq in _redactedBy.Keys.Where(seq => seq < keepFrom).ToArray())
                    _redactedBy.Remove(seq);
            }
        }

        private RoomEvent AtUnderGate(long seq)
        {
            RoomEvent e = _events[(int)(seq - _firstSeq)];
            return _redactedBy.Count > 0 && _redactedBy.ContainsKey(seq) ? e.WithoutContent() : e;
        }
    }
}

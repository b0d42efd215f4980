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
public sealed class InMemoryRoomLog(InMemoryShardTable shards) : IRoomLog
{
    private readonly ConcurrentDictionary<RoomId, StoredLog> _logs = new();

    public ValueTask<AppendResult> AppendAsync(RoomAppend append, CancellationToken cancellation)
    {
        if (IsFenced(append.Writer))
            return ValueTask.FromResult(AppendResult.Fenced);

        StoredLog log = _logs.GetOrAdd(append.Writer.Room, static (_, epoch) => new StoredLog(epoch), append.Epoch);
        return ValueTask.FromResult(log.TryAppend(append) ? AppendResult.Appended : AppendResult.Conflict);
    }

    public ValueTask<LogPage> ReadAsync(RoomId room, LogRange range, CancellationToken cancellation) =>
        ValueTask.FromResult(_logs.TryGetValue(room, out StoredLog? log) ? log.Read(range) : LogPage.None);

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

    private bool IsFenced(RoomWriter writer) => shards.TermOf(writer.Shard) != writer.Term;

    private sealed class StoredLog(Epoch epoch)
    {
        private readonly Lock _gate = new();

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

        private long LastSeq => _firstSeq + _events.Count - 1;

        public bool TryAppend(RoomAppend append)
        {
            lock (_gate)
            {
                if (append.Epoch != epoch || append.ExpectedSeq != LastSeq)
                    return false;

                _events.AddRange(append.Events);
                return true;
            }
        }

        public LogPage Read(LogRange range)
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

                return new LogPage(epoch, _firstSeq, LastSeq, page.MoveToImmutable());
            }
        }

        public void Keep(RoomSnapshot snapshot)
        {
            lock (_gate)
            {
                if (snapshot.State.Epoch == epoch && snapshot.State.Head >= (_snapshot?.State.Head ?? 0))
                    _snapshot = snapshot;
            }
        }

        public void Trim(long firstSeq)
        {
            lock (_gate)
            {
                long keepFrom = Math.Min(firstSeq, LastSeq);
                if (keepFrom <= _firstSeq)
                    return;

                _events.RemoveRange(0, (int)(keepFrom - _firstSeq));
                _firstSeq = keepFrom;
            }
        }
    }
}

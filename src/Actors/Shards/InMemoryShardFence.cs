using System.Collections.Immutable;

namespace Streaming.Actors.Shards;

/// <summary>The terms that <see cref="Logs.InMemoryRoomLog"/> accepts. All nodes that share the log share this.</summary>
public sealed class InMemoryShardFence(int shards) : IShardFence
{
    private readonly Lock _gate = new();
    private readonly Entry[] _entries = new Entry[shards];
    private long _generation;

    public ValueTask<FenceOutcome> FenceAsync(ShardId shard, long term, long? goesOnFrom, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ref Entry entry = ref _entries[shard.Value];
            if (entry.Term > term)
                return ValueTask.FromResult(new FenceOutcome(IsHeld: false, entry.Term));

            bool wasLost = entry.Generation != _generation && entry.Term > 0;
            bool isSure = goesOnFrom == entry.Term;
            entry = new Entry(term, _generation, IsSealed: false, Doubts: entry.Doubts + (wasLost && !isSure ? 1 : 0));
            return ValueTask.FromResult(new FenceOutcome(IsHeld: true, term));
        }
    }

    public ValueTask SealAsync(ShardId shard, long term, CancellationToken cancellation)
    {
        lock (_gate)
        {
            ref Entry entry = ref _entries[shard.Value];
            if (entry.Term == term)
                entry = entry with { IsSealed = true };
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The store has lost its last moments: whatever is not vouched for from now on is in doubt.</summary>
    public void BeginGeneration()
    {
        lock (_gate)
            _generation++;
    }

    /// <summary>The terms as they are now, for <see cref="GoBackTo"/>.</summary>
    internal ImmutableArray<Entry> TakeImage()
    {
        lock (_gate)
            return [.. _entries];
    }

    /// <summary>Loses everything since an image was taken, and begins another generation.</summary>
    internal void GoBackTo(ImmutableArray<Entry> image)
    {
        lock (_gate)
            image.CopyTo(_entries);

        BeginGeneration();
    }

    /// <summary>Whether an append in <paramref name="term"/> may be written.</summary>
    internal bool Takes(ShardId shard, long term)
    {
        lock (_gate)
            return _entries[shard.Value] is { IsSealed: false } entry && entry.Term == term;
    }

    /// <summary>How often the shard's logs have been put in doubt: a log that was cleared at a lower number is in doubt.</summary>
    internal int DoubtsOf(ShardId shard)
    {
        lock (_gate)
            return _entries[shard.Value].Doubts;
    }

    internal readonly record struct Entry(long Term, long Generation, bool IsSealed, int Doubts);
}

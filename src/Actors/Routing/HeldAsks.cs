using Streaming.Actors.Shards;

namespace Streaming.Actors.Routing;

/// <summary>
/// Questions that wait for their shard to have an owner that takes them, each shard's in the order in which they came.
/// </summary>
internal sealed class HeldAsks(int shards)
{
    /// <summary>
    /// A hand-over takes milliseconds and a take-over two seconds; what a node gets for one shard in that time fits, and what
    /// does not fit is refused, to be sent again.
    /// </summary>
    private const int MaxPerShard = 10_000;

    private readonly Queue<IHeldAsk>[] _held = [.. Enumerable.Range(0, shards).Select(static _ => new Queue<IHeldAsk>())];

    /// <returns>False when too many wait already.</returns>
    public bool TryHold(ShardId shard, IHeldAsk ask)
    {
        Queue<IHeldAsk> held = _held[shard.Value];
        lock (held)
        {
            // Those whose time was up while they waited do not count.
            while (held.TryPeek(out IHeldAsk? oldest) && oldest.IsOver)
                held.Dequeue();

            if (held.Count >= MaxPerShard)
                return false;

            held.Enqueue(ask);
            return true;
        }
    }

    /// <summary>Takes out everything that waits for the shard.</summary>
    public IReadOnlyList<IHeldAsk> Release(ShardId shard)
    {
        Queue<IHeldAsk> held = _held[shard.Value];
        lock (held)
        {
            IHeldAsk[] all = [.. held];
            held.Clear();
            return all;
        }
    }
}

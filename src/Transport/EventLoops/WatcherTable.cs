namespace Streaming.Transport.EventLoops;

/// <summary>
/// Watchers by the key that epoll gives back. A key names one watcher for good: events that were taken from the kernel
/// before a watcher went away are not given to its successor in the same place.
/// </summary>
internal sealed class WatcherTable
{
    private const int InitialCapacity = 64;

    private readonly Lock _lock = new();
    private readonly Stack<int> _free = new();

    // Replaced when it grows, and read without the lock: the kernel knows a key only after its watcher stands here.
    private volatile Entry[] _entries = new Entry[InitialCapacity];
    private int _used;

    public int Count
    {
        get
        {
            lock (_lock)
                return _used - _free.Count;
        }
    }

    public ulong Add(IWatcher watcher)
    {
        lock (_lock)
        {
            if (!_free.TryPop(out var index))
            {
                index = _used++;
                if (index == _entries.Length)
                {
                    var grown = new Entry[index * 2];
                    _entries.CopyTo(grown, 0);
                    _entries = grown;
                }
            }
            ref var entry = ref _entries[index];
            entry.Watcher = watcher;
            return ((ulong)entry.Generation << 32) | (uint)index;
        }
    }

    public void Remove(ulong key)
    {
        lock (_lock)
        {
            ref var entry = ref _entries[(uint)key];
            if (entry.Generation != (uint)(key >> 32))
                return;
            entry.Watcher = null;
            entry.Generation++;
            _free.Push((int)(uint)key);
        }
    }

    /// <summary>Null: it has been removed.</summary>
    public IWatcher? Find(ulong key)
    {
        ref var entry = ref _entries[(uint)key];
        // In this order: the generation, looked at afterwards, tells whether it is still the one of the key.
        var watcher = Volatile.Read(ref entry.Watcher);
        return Volatile.Read(ref entry.Generation) == (uint)(key >> 32) ? watcher : null;
    }

    private struct Entry
    {
        public IWatcher? Watcher;
        public uint Generation;
    }
}

using Streaming.Actors.Time;

namespace Streaming.Actors.Presence;

/// <summary>
/// Work that comes all at once, as when a shard gets another owner, and is done a portion per tick of the wheel. What waits
/// already is not queued a second time, so it holds no more than there are things to do.
/// </summary>
internal sealed class PacedQueue<T>(TimingWheel wheel, Action<T> work) : WheelEntry
    where T : notnull
{
    /// <summary>
    /// With the wheel's ten ticks a second 10,000 users are through in two seconds; and a portion is a few milliseconds of work,
    /// which the rest of the wheel can wait.
    /// </summary>
    internal const int Portion = 500;

    private readonly Lock _gate = new();
    private readonly Queue<T> _queue = new();
    private readonly HashSet<T> _waiting = [];

    public void Add(IEnumerable<T> items)
    {
        lock (_gate)
        {
            bool wasEmpty = _queue.Count == 0;
            foreach (T item in items.Where(_waiting.Add))
                _queue.Enqueue(item);

            if (wasEmpty && _queue.Count > 0)
                wheel.Schedule(this, TimeSpan.Zero);
        }
    }

    protected internal override void OnDue()
    {
        List<T> portion = [];
        lock (_gate)
        {
            while (portion.Count < Portion && _queue.TryDequeue(out T? item))
            {
                _waiting.Remove(item);
                portion.Add(item);
            }

            if (_queue.Count > 0)
                wheel.Schedule(this, TimeSpan.Zero);
        }

        portion.ForEach(work);
    }
}

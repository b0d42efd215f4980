namespace Streaming.Actors.Limits;

/// <summary>
/// Rate limits in this process's memory. A key whose buckets are full again is as good as unknown and is
/// forgotten, so what is kept is bounded by what was spent lately; beyond <paramref name="maxKeys"/> the key that
/// would be full first is forgotten early, which errs on the side of granting.
/// </summary>
/// <param name="clock">Only its monotonic timestamp is used: a limit does not care what day it is.</param>
/// <param name="maxKeys">At some 200 bytes a key the default is 50 MB, after as many users have spent within a minute.</param>
public sealed class InMemoryRateLimitStore(TimeProvider clock, int maxKeys = 262_144) : IRateLimitStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Spending> _spent = [];
    private readonly PriorityQueue<string, DateTimeOffset> _byFullness = new();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Keys that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _spent.Count;
        }
    }

    public ValueTask<TimeSpan> TakeAsync(string key, RateLimit limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(limit);
        lock (_gate)
        {
            DateTimeOffset now = DateTimeOffset.UnixEpoch + clock.GetElapsedTime(_start);
            ForgetFull(now);
            return ValueTask.FromResult(SpendingOf(key, limit, now).Take(now));
        }
    }

    private Spending SpendingOf(string key, RateLimit limit, DateTimeOffset now)
    {
        bool isKnown = _spent.TryGetValue(key, out Spending? spending);
        if (isKnown && spending!.Limit == limit)
            return spending;

        // A limit that was changed begins anew.
        spending = new Spending(limit);
        _spent[key] = spending;
        if (!isKnown)
            _byFullness.Enqueue(key, now + spending.TimeToFill);
        return spending;
    }

    // Lazily: a key's place in the queue is where it would be full if nothing had been spent since it was queued.
    private void ForgetFull(DateTimeOffset now)
    {
        while (_byFullness.TryPeek(out string? key, out DateTimeOffset queued)
            && (queued <= now || _spent.Count >= maxKeys))
        {
            _byFullness.Dequeue();
            Spending spending = _spent[key];
            if (queued > now || spending.IsFull(now))
                _spent.Remove(key);
            else
                _byFullness.Enqueue(key, now + spending.TimeToFill);
        }
    }

    private sealed class Spending(RateLimit limit)
    {
        private TokenBucket _second = new(limit.PerSecond, limit.Burst);
        private TokenBucket _minute = new(limit.PerMinute / 60, limit.PerMinute);

        public RateLimit Limit { get; } = limit;

        /// <summary>An empty bucket is full again after this long.</summary>
        public TimeSpan TimeToFill { get; } = TimeSpan.FromSeconds(
            Math.Max(limit.PerSecond > 0 ? limit.Burst / limit.PerSecond : 0, limit.PerMinute > 0 ? 60 : 0));

        /// <summary>From both buckets or from neither.</summary>
        public TimeSpan Take(DateTimeOffset now)
        {
            TimeSpan second = Limit.PerSecond > 0 ? _second.WaitFor(now) : TimeSpan.Zero;
            TimeSpan minute = Limit.PerMinute > 0 ? _minute.WaitFor(now) : TimeSpan.Zero;
            TimeSpan wait = second > minute ? second : minute;
            if (wait > TimeSpan.Zero)
                return wait;

            if (Limit.PerSecond > 0)
                _second.Take(now);
            if (Limit.PerMinute > 0)
                _minute.Take(now);
            return TimeSpan.Zero;
        }

        public bool IsFull(DateTimeOffset now) =>
            (Limit.PerSecond <= 0 || _second.IsFull(now)) && (Limit.PerMinute <= 0 || _minute.IsFull(now));
    }
}

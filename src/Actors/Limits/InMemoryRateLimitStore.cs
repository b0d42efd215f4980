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
    private readonly Dictionary<LimitKey, Spending> _spent = [];
    private readonly PriorityQueue<LimitKey, DateTimeOffset> _byFullness = new();
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

    public ValueTask<TimeSpan> TakeAsync(LimitKey key, RateLimit limit, CancellationToken cancellation) => ValueTask.FromResult(Take(key, limit));

    /// <inheritdoc cref="TakeAsync"/>
    public TimeSpan Take(LimitKey key, RateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        lock (_gate)
        {
            DateTimeOffset now = Now();
            ForgetFull(now);
            return SpendingOf(key, limit, now).Take(now);
        }
    }

    /// <summary>What <see cref="Take"/> would return, without taking; whoever has spent nothing is not remembered for it.</summary>
    public TimeSpan WaitFor(LimitKey key, RateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        lock (_gate)
        {
            DateTimeOffset now = Now();
            return _spent.ContainsKey(key) ? SpendingOf(key, limit, now).WaitFor(now) : TimeSpan.Zero;
        }
    }

    public void GiveBack(LimitKey key, RateLimit limit)
    {
        ArgumentNullException.ThrowIfNull(limit);
        lock (_gate)
        {
            if (_spent.TryGetValue(key, out Spending? spending) && spending.Limit == limit)
                spending.GiveBack(Now());
        }
    }

    private DateTimeOffset Now() => DateTimeOffset.UnixEpoch + clock.GetElapsedTime(_start);

    private Spending SpendingOf(LimitKey key, RateLimit limit, DateTimeOffset now)
    {
        if (_spent.TryGetValue(key, out Spending? spending))
        {
            if (spending.Limit != limit)
                spending.Change(limit, now);
            return spending;
        }

        spending = new Spending(limit);
        _spent[key] = spending;
        _byFullness.Enqueue(key, now + limit.TimeToFill);
        return spending;
    }

    // Lazily: a key's place in the queue is where it would be full if nothing had been spent since it was queued.
    private void ForgetFull(DateTimeOffset now)
    {
        while (_byFullness.TryPeek(out LimitKey key, out DateTimeOffset queued)
            && (queued <= now || _spent.Count >= maxKeys))
        {
            _byFullness.Dequeue();
            Spending spending = _spent[key];
            if (queued > now || spending.IsFull(now))
                _spent.Remove(key);
            else
                _byFullness.Enqueue(key, now + spending.Limit.TimeToFill);
        }
    }
}

namespace Streaming.Actors.Limits;

/// <summary>What one key has spent of its limit. Not thread-safe.</summary>
internal sealed class Spending
{
    private TokenBucket _second;
    private TokenBucket _minute;
    private SlidingWindow? _window;

    public Spending(RateLimit limit)
    {
        Limit = limit;
        _second = new TokenBucket(limit.PerSecond, limit.Burst);
        _minute = new TokenBucket(limit.PerMinute / 60, limit.PerMinute);
        _window = limit.PerWindow > 0 ? new SlidingWindow(limit.PerWindow, limit.Window) : null;
    }

    public RateLimit Limit { get; private set; }

    /// <summary>Goes on under another limit with what is there, as far as that allows as much: a change is no gift.</summary>
    public void Change(RateLimit limit, DateTimeOffset now)
    {
        _second = Limit.PerSecond > 0 ? _second.With(limit.PerSecond, limit.Burst, now) : new TokenBucket(limit.PerSecond, limit.Burst);
        _minute = Limit.PerMinute > 0 ? _minute.With(limit.PerMinute / 60, limit.PerMinute, now) : new TokenBucket(limit.PerMinute / 60, limit.PerMinute);
        _window = limit.PerWindow == 0
            ? null
            : _window?.With(limit.PerWindow, limit.Window, now) ?? new SlidingWindow(limit.PerWindow, limit.Window);
        Limit = limit;
    }

    /// <summary>From all or from none.</summary>
    public TimeSpan Take(DateTimeOffset now)
    {
        TimeSpan wait = WaitFor(now);
        if (wait > TimeSpan.Zero)
            return wait;

        if (Limit.PerSecond > 0)
            _second.Take(now);
        if (Limit.PerMinute > 0)
            _minute.Take(now);
        _window?.Take(now);
        return TimeSpan.Zero;
    }

    public TimeSpan WaitFor(DateTimeOffset now)
    {
        TimeSpan wait = Limit.PerSecond > 0 ? _second.WaitFor(now) : TimeSpan.Zero;
        if (Limit.PerMinute > 0 && _minute.WaitFor(now) is var minute && minute > wait)
            wait = minute;
        return _window?.WaitFor(now) is { } window && window > wait ? window : wait;
    }

    public void GiveBack(DateTimeOffset now)
    {
        if (Limit.PerSecond > 0)
            _second.GiveBack(now);
        if (Limit.PerMinute > 0)
            _minute.GiveBack(now);
        _window?.GiveBack();
    }

    public bool IsFull(DateTimeOffset now) =>
        (Limit.PerSecond <= 0 || _second.IsFull(now)) && (Limit.PerMinute <= 0 || _minute.IsFull(now)) && (_window?.IsEmpty(now) ?? true);
}

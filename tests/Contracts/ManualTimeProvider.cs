namespace Streaming.Contracts;

/// <summary>
/// A clock that stands still until it is told to move. Timers are called on the thread that moves it, in due
/// order (those due at the same moment in the order in which they were armed), each seeing the moment it was
/// due at as now. Other threads may read the clock and arm timers meanwhile.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    public static readonly DateTimeOffset Epoch = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<ManualTimer> _armed = [];
    private TimeSpan _now;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that will still fire.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_lock)
                return _armed.Count;
        }
    }

    /// <summary>How often any timer has fired.</summary>
    public int Fired { get; private set; }

    /// <summary>Called whenever a time span is measured: for what has to happen in the middle of something else.</summary>
    public Action? OnMeasure { get; set; }

    public override DateTimeOffset GetUtcNow() => Epoch + Now();

    public override long GetTimestamp()
    {
        OnMeasure?.Invoke();
        return Now().Ticks;
    }

    /// <summary>Lets time pass smoothly: a timer that a callback arms within the span fires too.</summary>
    public void Advance(TimeSpan by)
    {
        var until = Now() + by;
        while (TakeNext(until, moveClock: true) is { } timer)
            timer.Fire();
        lock (_lock)
            _now = until;
    }

    /// <summary>Moves the clock at once, as it looks to a process that was stopped and continued, then fires what is due.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_lock)
            _now += by;
        var until = Now();
        while (TakeNext(until, moveClock: false) is { } timer)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private TimeSpan Now()
    {
        lock (_lock)
            return _now;
    }

    private ManualTimer? TakeNext(TimeSpan until, bool moveClock)
    {
        lock (_lock)
        {
            var next = _armed.Where(timer => timer.Due <= until).MinBy(timer => (timer.Due, timer.Order));
            if (next is null)
                return null;
            _armed.Remove(next);
            if (moveClock && next.Due > _now)
                _now = next.Due;
            if (next.Period > TimeSpan.Zero)
                Arm(next, next.Period);
            Fired++;
            return next;
        }
    }

    private void Arm(ManualTimer timer, TimeSpan due)
    {
        timer.Due = _now + due;
        timer.Order = _order++;
        _armed.Add(timer);
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        private bool _disposed;

        public TimeSpan Due { get; set; }

        public TimeSpan Period { get; private set; }

        public long Order { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                if (_disposed)
                    return false;
                clock._armed.Remove(this);
                Period = period;
                if (dueTime >= TimeSpan.Zero)
                    clock.Arm(this, dueTime);
                return true;
            }
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._armed.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

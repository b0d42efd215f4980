namespace Streaming.Simulation.Worlds;

/// <summary>
/// The time of a world: it stands still until the world moves it to the next timer. A timer that is due only
/// becomes ready; its callback runs when the world picks it, among everything else that is ready.
/// </summary>
internal sealed class SimulatedClock(Action<Action> ready) : TimeProvider
{
    public static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PriorityQueue<(SimulatedTimer Timer, long Arming), (long Due, long Order)> _armed = new();
    private long _order;
    /// <summary>Ticks since <see cref="Start"/>.</summary>
    public long Now { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => Start.AddTicks(Now);

    public override long GetTimestamp() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        CreateTimer(callback, state, dueTime, period, ready);

    /// <param name="whenDue">Gets the callback when it is due, to run it in its own time.</param>
    public ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period, Action<Action> whenDue)
    {
        var timer = new SimulatedTimer(this, callback, state, whenDue);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Completes after <paramref name="delay"/>, never at once. (Task.Delay would cut it to whole milliseconds.)</summary>
    public Task Delay(TimeSpan delay)
    {
        var over = new TaskCompletionSource();
        CreateTimer(static over => ((TaskCompletionSource)over!).SetResult(), over, delay, Timeout.InfiniteTimeSpan);
        return over.Task;
    }

    /// <summary>Ticks at which the next timer is due; null when none is armed.</summary>
    public long? NextDue()
    {
        while (_armed.TryPeek(out (SimulatedTimer Timer, long Arming) next, out (long Due, long Order) due))
        {
            if (next.Timer.Arming == next.Arming)
                return due.Due;

            _armed.Dequeue();
        }

        return null;
    }

    /// <summary>Moves to <paramref name="ticks"/> and makes ready what is due by then.</summary>
    public void MoveTo(long ticks)
    {
        while (NextDue() is { } due && due <= ticks)
        {
            (SimulatedTimer timer, long arming) = _armed.Dequeue();
            Now = Math.Max(Now, due);
            timer.BecomeReady(arming);
        }

        Now = Math.Max(Now, ticks);
    }

    private void Arm(SimulatedTimer timer, TimeSpan dueTime) =>
        _armed.Enqueue((timer, timer.Arming), (Now + dueTime.Ticks, _order++));

    private sealed class SimulatedTimer(SimulatedClock clock, TimerCallback callback, object? state, Action<Action> whenDue) : ITimer
    {
        private TimeSpan _period;

        /// <summary>Counts up with every change, so that an older arming still in the queue is known as void.</summary>
        public long Arming { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Arming++;
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan)
                clock.Arm(this, dueTime);
            return true;
        }

        public void BecomeReady(long arming)
        {
            whenDue(() =>
            {
                if (arming == Arming)
                    callback(state);
            });
            if (_period > TimeSpan.Zero)
                clock.Arm(this, _period);
        }

        public void Dispose() => Arming++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

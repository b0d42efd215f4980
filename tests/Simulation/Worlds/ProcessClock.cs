namespace Streaming.Simulation.Worlds;

/// <summary>Time as one process has it. A timer that is due becomes work of the process.</summary>
internal sealed class ProcessClock(SimulatedClock clock, Action<Action> ready) : TimeProvider
{
    private TimeSpan _offset;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + _offset;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period, ready);

    /// <summary>Sets the wall clock, as a time service does; what has passed and what is due stays as it is.</summary>
    public void StepWallClock(TimeSpan by) => _offset += by;
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Xunit;

namespace Streaming.Actors.Tests.Time;

public sealed class TimingWheelTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _woken = [];
    private readonly TimingWheel _wheel;

    public TimingWheelTests() => _wheel = new TimingWheel(_clock, NullLogger<TimingWheel>.Instance, Tick, slots: 8);

    public void Dispose() => _wheel.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(799)] // the last slot of the turn
    [InlineData(800)] // a whole turn
    [InlineData(801)]
    [InlineData(25_000)] // many turns
    public void Schedule_FiresOnce_NotEarlyAndAtMostOneTickLate(int dueMs)
    {
        _clock.Advance(TimeSpan.FromMilliseconds(37)); // off the tick's boundary
        var entry = new Entry(_clock);
        var start = _clock.GetUtcNow();
        _wheel.Schedule(entry, TimeSpan.FromMilliseconds(dueMs));

        _clock.Advance(TimeSpan.FromMinutes(2));

        var wokenAt = Assert.Single(entry.WokenAt);
        Assert.InRange((wokenAt - start).TotalMilliseconds, dueMs, dueMs + Tick.TotalMilliseconds);
    }

    [Fact]
    public void Schedule_OnAScheduledEntry_MovesIt()
    {
        var entry = new Entry(_clock);
        _wheel.Schedule(entry, TimeSpan.FromMilliseconds(200));
        _clock.Advance(TimeSpan.FromMilliseconds(150));
        _wheel.Schedule(entry, TimeSpan.FromMilliseconds(500));

        _clock.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Empty(entry.WokenAt);
        Assert.Equal(1, _wheel.Count);
        _clock.Advance(TimeSpan.FromMilliseconds(101));
        Assert.Single(entry.WokenAt);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void Schedule_FromOnDue_Repeats()
    {
        var entry = new Entry(_clock) { Then = self => _wheel.Schedule(self, TimeSpan.FromSeconds(1)) };
        _wheel.Schedule(entry, TimeSpan.FromSeconds(1));

        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(10, entry.WokenAt.Count);
    }

    [Fact]
    public void Schedule_ForNowFromOnDue_WaitsForTheNextTick()
    {
        var entry = new Entry(_clock) { Then = self => _wheel.Schedule(self, TimeSpan.Zero) };
        _wheel.Schedule(entry, TimeSpan.Zero);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(10, entry.WokenAt.Count);
    }

    [Fact]
    public void Schedule_BeyondAllTime_NeverFires()
    {
        var entry = new Entry(_clock);
        _clock.Advance(TimeSpan.FromDays(1));
        _wheel.Schedule(entry, TimeSpan.MaxValue);

        _clock.Jump(TimeSpan.FromDays(10_000));

        Assert.Empty(entry.WokenAt);
        Assert.Equal(1, _wheel.Count);
    }

    [Fact]
    public void Schedule_NegativeDue_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => _wheel.Schedule(new Entry(_clock), TimeSpan.FromMilliseconds(-1)));

    [Fact]
    public void Cancel_Scheduled_TakesItBack()
    {
        var entry = new Entry(_clock);
        _wheel.Schedule(entry, TimeSpan.FromMilliseconds(200));

        Assert.True(_wheel.Cancel(entry));
        Assert.False(_wheel.Cancel(entry));

        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Empty(entry.WokenAt);
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void Cancel_OfAnEntryDueInTheSameTick_StillReachesIt()
    {
        var second = Named("second");
        var first = Named("first");
        first.Then = _ => Assert.True(_wheel.Cancel(second));
        _wheel.Schedule(first, TimeSpan.FromMilliseconds(200));
        _wheel.Schedule(second, TimeSpan.FromMilliseconds(200));

        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(["first"], _woken);
    }

    [Fact]
    public void Schedule_OfAnEntryDueInTheSameTick_MovesIt()
    {
        var second = Named("second");
        var first = Named("first");
        first.Then = _ => _wheel.Schedule(second, TimeSpan.FromSeconds(1));
        _wheel.Schedule(first, TimeSpan.FromMilliseconds(200));
        _wheel.Schedule(second, TimeSpan.FromMilliseconds(200));

        _clock.Advance(TimeSpan.FromMilliseconds(1_100));
        Assert.Equal(["first"], _woken);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(["first", "second"], _woken);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fire_IsInDueOrder_ThenInTheOrderOfScheduling(bool jump)
    {
        foreach (var (name, dueMs) in new[] { ("e", 2_500), ("c", 800), ("a", 100), ("d", 1_700), ("b", 100) })
            _wheel.Schedule(Named(name), TimeSpan.FromMilliseconds(dueMs));

        if (jump)
            _clock.Jump(TimeSpan.FromMinutes(1));
        else
            _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["a", "b", "c", "d", "e"], _woken);
    }

    [Fact]
    public void Fire_AfterAJump_CatchesUpInOneTick()
    {
        var entry = new Entry(_clock) { Then = self => _wheel.Schedule(self, TimeSpan.FromSeconds(1)) };
        _wheel.Schedule(entry, TimeSpan.FromSeconds(1));

        _clock.Jump(TimeSpan.FromMinutes(10));
        Assert.Single(entry.WokenAt);

        _clock.Advance(TimeSpan.FromMilliseconds(1_000));
        Assert.Equal(2, entry.WokenAt.Count);
    }

    [Fact]
    public void Timer_RunsOnlyWhileSomethingIsScheduled()
    {
        Assert.Equal(0, _clock.ArmedTimers);
        var entry = new Entry(_clock);
        _wheel.Schedule(entry, TimeSpan.FromMilliseconds(250));
        Assert.Equal(1, _clock.ArmedTimers);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _clock.ArmedTimers);
        Assert.Equal(3, _clock.Fired);

        _wheel.Schedule(entry, TimeSpan.FromMilliseconds(50));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, entry.WokenAt.Count);
        Assert.Equal(4, _clock.Fired);
    }

    [Fact]
    public void OnDue_Throws_IsLoggedAndTheOthersAreWoken()
    {
        var log = new RecordingLogger();
        using var wheel = new TimingWheel(_clock, log, Tick);
        var bad = Named("bad");
        bad.Then = _ => throw new InvalidOperationException("on purpose");
        wheel.Schedule(bad, Tick);
        wheel.Schedule(Named("good"), Tick);
        wheel.Schedule(Named("later"), 5 * Tick);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["bad", "good", "later"], _woken);
        Assert.Equal("on purpose", Assert.Single(log.Exceptions).Message);
    }

    [Fact]
    public void Dispose_StopsTheWheel()
    {
        var entry = new Entry(_clock);
        _wheel.Schedule(entry, Tick);
        _wheel.Dispose();
        _wheel.Schedule(new Entry(_clock), Tick);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(entry.WokenAt);
        Assert.Equal(0, _clock.ArmedTimers);
    }

    [Fact]
    public async Task Schedule_FromManyThreadsOnTheRealClock_WakesEachOnce()
    {
        const int perThread = 500;
        using var wheel = new TimingWheel(
            TimeProvider.System, NullLogger<TimingWheel>.Instance, TimeSpan.FromMilliseconds(1), slots: 16);
        using var woken = new CountdownEvent(4 * perThread);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < perThread; i++)
            {
                var entry = new Entry(TimeProvider.System) { Then = _ => woken.Signal() };
                wheel.Schedule(entry, TimeSpan.FromMinutes(1));
                if (i % 2 == 0)
                    wheel.Cancel(entry);
                wheel.Schedule(entry, TimeSpan.FromMilliseconds((thread * 7 + i) % 50));
            }
        })));

        Assert.True(woken.Wait(TimeSpan.FromSeconds(30))); // Signal throws if any entry is woken twice
        Assert.Equal(0, wheel.Count);
    }

    private Entry Named(string name) => new(_clock) { Before = () => _woken.Add(name) };

    private sealed class Entry(TimeProvider clock) : WheelEntry
    {
        public List<DateTimeOffset> WokenAt { get; } = [];

        public Action? Before { get; init; }

        public Action<Entry>? Then { get; set; }

        protected internal override void OnDue()
        {
            WokenAt.Add(clock.GetUtcNow());
            Before?.Invoke();
            Then?.Invoke(this);
        }
    }

    private sealed class RecordingLogger : ILogger<TimingWheel>
    {
        public List<Exception> Exceptions { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
                Exceptions.Add(exception);
        }
    }
}

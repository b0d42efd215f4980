using Microsoft.Extensions.Hosting;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;
using Streaming.Transport.Throttles;
using Xunit;

namespace Streaming.Transport.Tests.Throttles;

public sealed class AdaptiveThrottleTests
{
    private static readonly AdaptiveOptions Options = new() { Enabled = true };

    [Theory]
    [InlineData(1.0, 51, 0.9)]
    [InlineData(0.9, 51, 0.81)]
    [InlineData(0.52, 500, 0.5)] // no further down
    [InlineData(0.5, 50, 0.5)] // the target is not missed
    [InlineData(0.5, 26, 0.5)] // not well enough
    [InlineData(0.5, 25, 0.55)]
    [InlineData(0.95, 0, 1.0)] // no further up
    [InlineData(1.0, 0, 1.0)]
    public void Next_FollowsTheLag(double factor, int lagMs, double next) =>
        Assert.Equal(next, AdaptiveThrottle.Next(factor, TimeSpan.FromMilliseconds(lagMs), Options), 9);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhileTurnsComeLate_TheLimitsTighten_AndThenRecover(bool isEnabled)
    {
        var clock = new ManualTimeProvider();
        var turns = new LateTurns(clock);
        var settings = new LiveSettings(new StreamingOptions { RateLimit = { Adaptive = { Enabled = isEnabled } } });
        var limits = new ThrottleLimits(settings);
        using var throttle = new AdaptiveThrottle(settings, new LagMeter([turns], clock), limits, clock);
        await throttle.StartAsync(default);

        turns.Delay = TimeSpan.FromMilliseconds(200);
        await PassAsync(clock, turns, () => limits.Factor < 0.85 || !isEnabled);
        Assert.Equal(isEnabled ? 8 : 10, limits.Now.Messages.PerSecond, 0.2);

        turns.Delay = TimeSpan.Zero;
        await PassAsync(clock, turns, () => limits.Factor == 1);
        Assert.Equal((10, 20), (limits.Now.Messages.PerSecond, limits.Now.Messages.Burst));
        await throttle.StopAsync(default);
    }

    private static Task PassAsync(ManualTimeProvider clock, LateTurns turns, Func<bool> reached) => Eventually.HoldsAsync(() =>
    {
        turns.Run();
        clock.Advance(AdaptiveThrottle.SampleInterval / 4);
        return reached();
    });

    /// <summary>Gives each turn so much late.</summary>
    private sealed class LateTurns(ManualTimeProvider clock) : IScheduler
    {
        private readonly Lock _gate = new();
        private readonly Queue<IThreadPoolWorkItem> _waiting = new();

        public TimeSpan Delay { get; set; }

        public void Schedule(IThreadPoolWorkItem turn)
        {
            lock (_gate)
                _waiting.Enqueue(turn);
        }

        public void Run()
        {
            while (true)
            {
                IThreadPoolWorkItem? turn;
                lock (_gate)
                {
                    if (!_waiting.TryDequeue(out turn))
                        return;
                }

                clock.Advance(Delay);
                turn.Execute();
            }
        }
    }
}

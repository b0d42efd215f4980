using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Contracts;
using Streaming.Transport.Hosting;

namespace Streaming.Transport.Tests.Hosting;

public sealed class DrainOnStopTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly ServingState _state = new();
    private readonly StreamingOptions _options = new();

    [Fact]
    public async Task Stopping_ServingNode_RefusesNewcomersBeforeItDrains()
    {
        bool? accepted = null;
        var drain = Drain(new FuncTarget((_, _, _) =>
        {
            accepted = _state.Accepts;
            return Task.CompletedTask;
        }));
        await drain.StartedAsync(default);
        Assert.True(_state.Accepts);

        await drain.StoppingAsync(default);

        Assert.Equal((false, ServingPhase.Draining), (accepted, _state.Phase));
    }

    [Fact]
    public async Task Stopping_SeveralTargets_OneAfterTheOtherWithWhatTimeIsLeft()
    {
        _options.Drain.Timeout = TimeSpan.FromSeconds(30);
        _options.Drain.ReconnectSpread = TimeSpan.FromSeconds(7);
        var asked = new List<(string, TimeSpan, TimeSpan)>();
        var first = new TaskCompletionSource();
        var drain = Drain(
            new FuncTarget((timeout, spread, _) =>
            {
                asked.Add(("first", timeout, spread));
                return first.Task;
            }),
            new FuncTarget((timeout, spread, _) =>
            {
                asked.Add(("second", timeout, spread));
                return Task.CompletedTask;
            }));

        var stopping = drain.StoppingAsync(default);
        Assert.Single(asked);
        _time.Advance(TimeSpan.FromSeconds(10));
        first.SetResult();
        await stopping;

        var spread = TimeSpan.FromSeconds(7);
        Assert.Equal([("first", TimeSpan.FromSeconds(30), spread), ("second", TimeSpan.FromSeconds(20), spread)], asked);
    }

    [Fact]
    public async Task Stopping_TargetThatNeverEnds_IsCutOffWhenTheTimeIsUp()
    {
        _options.Drain.Timeout = TimeSpan.FromSeconds(5);
        var cancelled = CancellationToken.None;
        var drain = Drain(new FuncTarget((_, _, cancellation) =>
        {
            cancelled = cancellation;
            return new TaskCompletionSource().Task;
        }));

        var stopping = drain.StoppingAsync(default);
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(stopping.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await stopping;

        Assert.True(cancelled.IsCancellationRequested);
    }

    [Fact]
    public async Task Stopping_TargetThatFails_DoesNotKeepTheNextFromDraining()
    {
        bool drained = false;
        var drain = Drain(
            new FuncTarget((_, _, _) => throw new InvalidOperationException()),
            new FuncTarget((_, _, _) =>
            {
                drained = true;
                return Task.CompletedTask;
            }));

        await drain.StoppingAsync(default);

        Assert.True(drained);
    }

    [Fact]
    public async Task Stopping_Twice_DrainsOnce()
    {
        int times = 0;
        var drain = Drain(new FuncTarget((_, _, _) =>
        {
            times++;
            return Task.CompletedTask;
        }));

        await drain.StoppingAsync(default);
        await drain.StoppingAsync(default);

        Assert.Equal(1, times);
    }

    [Fact]
    public async Task Started_AfterTheStop_DoesNotServeAgain()
    {
        var drain = Drain();
        await drain.StoppingAsync(default);
        await drain.StartedAsync(default);

        Assert.Equal(ServingPhase.Draining, _state.Phase);
    }

    private DrainOnStop Drain(params IDrainTarget[] targets) =>
        new(_state, targets, _options, _time, NullLogger<DrainOnStop>.Instance);

    private sealed class FuncTarget(Func<TimeSpan, TimeSpan, CancellationToken, Task> drain) : IDrainTarget
    {
        public ValueTask DrainAsync(TimeSpan timeout, TimeSpan spread, CancellationToken cancellation) =>
            new(drain(timeout, spread, cancellation));
    }
}

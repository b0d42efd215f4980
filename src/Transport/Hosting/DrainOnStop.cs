using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Streaming.Transport.Hosting;

/// <summary>
/// Empties the node before it stops, or when an operator asks for it: (1) it takes nothing new and its readiness goes red,
/// (2) every <see cref="IDrainTarget"/> finishes what it has in hand, (3) the host goes on to stop the web server, if it is
/// to stop.
/// </summary>
/// <remarks>
/// The host calls <see cref="StoppingAsync"/> before it stops any service. So health checks and the 503 of a draining
/// node are still answered while connections are being closed.
/// </remarks>
internal sealed partial class DrainOnStop(
    ServingState state,
    IEnumerable<IDrainTarget> targets,
    StreamingOptions options,
    TimeProvider time,
    ILogger<DrainOnStop> logger) : IHostedLifecycleService
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        state.TryAdvance(ServingPhase.Serving);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => DrainAsync(cancellationToken);

    /// <summary>Drains once: whoever asks while that goes on, or after it, waits for the same.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        if (!state.TryAdvance(ServingPhase.Draining))
        {
            // A stop that must not wait any longer goes on: what is left is cut off.
            await Task.WhenAny(_drained.Task, Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation));
            return;
        }

        try
        {
            await DrainTargetsAsync(cancellation);
        }
        finally
        {
            _drained.SetResult();
        }
    }

    private async Task DrainTargetsAsync(CancellationToken cancellationToken)
    {
        long began = time.GetTimestamp();
        using var timeUp = new CancellationTokenSource(options.Drain.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        DrainStarted(logger, options.Drain.Timeout);
        foreach (var target in targets)
            await DrainAsync(target, options.Drain.Timeout - time.GetElapsedTime(began), stop.Token);

        if (stop.IsCancellationRequested)
            DrainTimedOut(logger, time.GetElapsedTime(began));
        else
            Drained(logger, time.GetElapsedTime(began));
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async ValueTask DrainAsync(IDrainTarget target, TimeSpan left, CancellationToken stop)
    {
        try
        {
            var atLeast = left > TimeSpan.Zero ? left : TimeSpan.Zero;
            // A target that does not look at the token must not keep the node from stopping.
            await target.DrainAsync(atLeast, options.Drain.ReconnectSpread, stop).AsTask().WaitAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            TargetCutOff(logger, target.GetType());
        }
        catch (Exception exception)
        {
            TargetFailed(logger, target.GetType(), exception);
        }
    }
}

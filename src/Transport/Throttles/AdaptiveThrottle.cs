using Microsoft.Extensions.Hosting;
using Streaming.Transport.Settings;
using Streaming.Transport.Settings.Live;

namespace Streaming.Transport.Throttles;

/// <summary>
/// Tightens the limits of users, connections and addresses while this node lags behind, and lets them recover: every ten seconds by a tenth, down to
/// <see cref="AdaptiveOptions.MinFactor"/> and up to what the settings say. What the node is asked less then, it catches up on.
/// </summary>
internal sealed class AdaptiveThrottle(LiveSettings settings, LagMeter lag, ThrottleLimits limits, TimeProvider clock) : BackgroundService
{
    internal const int SamplesPerStep = 10;

    /// <summary>Between two looks at the lag.</summary>
    internal static readonly TimeSpan SampleInterval = TimeSpan.FromSeconds(1);

    private const double Down = 0.9;
    private const double Up = 1.1;

    private readonly Live<AdaptiveOptions> _options = settings.Derive(static options => options.RateLimit.Adaptive);

    /// <summary>The next factor. Between half the target and the target nothing changes, so that it does not swing.</summary>
    internal static double Next(double factor, TimeSpan lag, AdaptiveOptions options)
    {
        if (lag > options.TargetLag)
            return Math.Max(options.MinFactor, factor * Down);
        return lag <= options.TargetLag / 2 ? Math.Min(1, factor * Up) : factor;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await StepAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops.
        }
    }

    private async Task StepAsync(CancellationToken stopping)
    {
        var sum = TimeSpan.Zero;
        for (int i = 0; i < SamplesPerStep; i++)
        {
            await Task.Delay(SampleInterval, clock, stopping);
            if (_options.Value.Enabled)
                sum += await lag.MeasureAsync(SampleInterval, stopping);
        }

        var options = _options.Value;
        limits.Factor = options.Enabled ? Next(limits.Factor, sum / SamplesPerStep, options) : 1;
    }
}

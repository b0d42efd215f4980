using System.Diagnostics;

namespace Streaming.Benchmarks.Load;

/// <summary>
/// Moments at which messages are meant to leave, evenly spread. A sender that falls behind is told the moment it
/// has missed, and the wait counts as latency: a server that stalls cannot hide it by stalling its measurer too.
/// </summary>
internal sealed class Pace(double perSecond, double phase)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _taken;

    /// <summary>The next moment, once it has come.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellation)
    {
        long next = _began + (long)((_taken++ + phase) / perSecond * Stopwatch.Frequency);
        while (next - Stopwatch.GetTimestamp() is var wait && wait > 0)
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0.001, (double)wait / Stopwatch.Frequency)), cancellation);

        return next;
    }
}

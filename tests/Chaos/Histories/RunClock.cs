using System.Diagnostics;

namespace Streaming.Chaos.Histories;

/// <summary>Time since the run began, by a clock that nobody sets.</summary>
internal sealed class RunClock
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public TimeSpan Now => _watch.Elapsed;
}

using System.Diagnostics;

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>The generator's time: nanoseconds from some moment on.</summary>
internal static class Clock
{
    public const long Second = 1_000_000_000;

    // Linux counts in nanoseconds.
    private static readonly long PerTick = Second / Stopwatch.Frequency;

    public static long Now => Stopwatch.GetTimestamp() * PerTick;

    public static long Of(TimeSpan span) => span.Ticks * (Second / TimeSpan.TicksPerSecond);
}

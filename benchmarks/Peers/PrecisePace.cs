using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Streaming.Benchmarks.Peers;

/// <summary>
/// Moments that are evenly spread, waited for on a thread of its own with the precision of the system's timers (.NET's have one
/// of a millisecond, which is what is to be measured here). Who is late is told the moment that it missed.
/// </summary>
internal sealed class PrecisePace(double perSecond)
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private long _taken;

    /// <summary>Blocks until the next moment has come.</summary>
    public long Next()
    {
        long next = _began + (long)(_taken++ / perSecond * Stopwatch.Frequency);
        while (next - Stopwatch.GetTimestamp() is var wait && wait > 0)
        {
            if (OperatingSystem.IsWindows() || usleep((uint)(wait * 1_000_000 / Stopwatch.Frequency) + 1) != 0)
                Thread.Sleep(1);
        }

        return next;
    }

#pragma warning disable SYSLIB1054, IDE1006, CA2101 // one call with a number, under its own name: nothing to generate
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int usleep(uint microseconds);
#pragma warning restore SYSLIB1054, IDE1006, CA2101
}

using System.Numerics;

namespace Streaming.Benchmarks.Load;

/// <summary>
/// Counts latencies in buckets whose width grows with their value, as HdrHistogram does: from nanoseconds to
/// centuries with an error below 3 %, in 16 KiB, without a lock.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int Sub = 1 << SubBits;

    private const long NanosecondsPerTick = 1_000_000_000 / TimeSpan.TicksPerSecond;

    private readonly long[] _counts = new long[64 * Sub];

    public long Count => _counts.Sum();

    /// <summary>From any thread.</summary>
    public void Add(TimeSpan latency) =>
        Interlocked.Increment(ref _counts[BucketOf(latency.Ticks * NanosecondsPerTick)]);

    /// <summary>For a histogram that one thread fills: without the atomic step, which costs more than the rest.</summary>
    public void AddAlone(long nanoseconds) => _counts[BucketOf(nanoseconds)]++;

    /// <summary>The latency that this share of all stays below; zero when there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        long all = Count;
        long rank = (long)Math.Ceiling(all * share);
        long seen = 0;
        for (int i = 0; i < _counts.Length && all > 0; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
                return TimeSpan.FromMicroseconds(UpperBoundOf(i) / 1000);
        }

        return TimeSpan.Zero;
    }

    private static int BucketOf(long nanoseconds)
    {
        ulong value = (ulong)Math.Max(0, nanoseconds);
        int shift = Math.Max(0, BitOperations.Log2(value | 1) - SubBits);
        return (shift * Sub) + (int)(value >> shift);
    }

    private static double UpperBoundOf(int bucket)
    {
        // The first two spans share their width of one.
        int shift = Math.Max(0, (bucket / Sub) - 1);
        long value = bucket - (shift * Sub);
        return (double)(value + 1) * (1L << shift);
    }
}

using Streaming.Benchmarks.Load;

namespace Streaming.Benchmarks.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_IsWithinThreePercentOfTheExactOne()
    {
        var histogram = new LatencyHistogram();
        long[] values = [.. Enumerable.Range(1, 10_000).Select(static i => (long)i * i * 31)];
        foreach (long value in values)
            histogram.AddAlone(value);

        foreach (double share in new[] { 0.01, 0.5, 0.99, 0.999 })
        {
            double exact = values[(int)Math.Ceiling(values.Length * share) - 1];
            Assert.InRange(histogram.Percentile(share).TotalNanoseconds, exact - 100, (exact * 1.033) + 100);
        }

        Assert.Equal(values.Length, histogram.Count);
    }

    [Fact]
    public void Percentile_OfNothing_IsZero() => Assert.Equal(TimeSpan.Zero, new LatencyHistogram().Percentile(0.99));

    [Fact]
    public void Add_CountsWhatAddAloneDoes()
    {
        var one = new LatencyHistogram();
        var other = new LatencyHistogram();
        foreach (int milliseconds in new[] { 1, 20, 300, 4000 })
        {
            one.Add(TimeSpan.FromMilliseconds(milliseconds));
            other.AddAlone(milliseconds * 1_000_000L);
        }

        Assert.Equal(other.Percentile(0.5), one.Percentile(0.5));
        Assert.Equal(other.Percentile(1), one.Percentile(1));
    }
}

using Streaming.Benchmarks.Peers.Generator;

namespace Streaming.Benchmarks.Peers.Results;

/// <summary>What one measurement of one server under one load gave.</summary>
/// <param name="Load">Distinguishes several loads of one scenario; empty where there is but one.</param>
internal sealed record Reading(string Load, IReadOnlyDictionary<Metric, double> Values)
{
    private const double Mebi = 1024 * 1024;

    /// <summary>Who was measured, where it is not the server itself but what it is compared with.</summary>
    public string? Measured { get; init; }

    /// <summary>The same, for another load's place in a table.</summary>
    public Reading With(Metric metric, double value) =>
        this with { Values = new Dictionary<Metric, double>(Values) { [metric] = value } };

    /// <summary>What every load with deliveries is asked.</summary>
    public static Reading Of(string load, LoadFigures figures, params ReadOnlySpan<(Metric Metric, double Value)> more)
    {
        var values = new Dictionary<Metric, double>
        {
            [Metric.PerSecond] = figures.PerSecond,
            [Metric.PerCpuSecond] = figures.PerServerCpuSecond,
            [Metric.P50] = figures.Latency.Percentile(0.5).TotalMilliseconds,
            [Metric.P99] = figures.Latency.Percentile(0.99).TotalMilliseconds,
            [Metric.P999] = figures.Latency.Percentile(0.999).TotalMilliseconds,
            [Metric.Resident] = figures.ServerResidentBytes / Mebi,
            [Metric.GeneratorShare] = figures.GeneratorShare * 100,
        };
        foreach ((Metric metric, double value) in more)
            values[metric] = value;
        return new Reading(load, values);
    }

    /// <summary>The same, where the median is so short that its microseconds are to be seen.</summary>
    public static Reading WithMedian(string load, LoadFigures figures) =>
        Of(load, figures, (Metric.Median, figures.Latency.Percentile(0.5).TotalMicroseconds));
}

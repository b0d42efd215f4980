using System.Globalization;

namespace Streaming.Chaos.Measures;

/// <summary>Times in milliseconds, in the order in which they were measured.</summary>
/// <param name="What">What was measured, with its unit of repetition.</param>
internal sealed record MeasureReport(string What, IReadOnlyList<double> Times)
{
    public double? Median => Times.Count == 0 ? null : Times.Order().ElementAt(Times.Count / 2);

    public double? Worst => Times.Count == 0 ? null : Times.Max();

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{What,-60} {Times.Count,4} times   median {Median,7:F0} ms   worst {Worst,7:F0} ms");
}

namespace Streaming.Actors.Limits;

/// <summary>
/// Token buckets and a sliding window, which must all grant: <paramref name="PerSecond"/> with a depth of <paramref name="Burst"/>,
/// <paramref name="PerMinute"/> with its own depth, and <see cref="PerWindow"/>. Zero switches each off.
/// </summary>
/// <remarks>
/// A bucket lets through what it has saved up and then its rate: in any time at most the depth and what the rate makes of that time. A window lets
/// through no more than its number in any time of its length, and nothing at all until that is so again.
/// </remarks>
public sealed record RateLimit(double PerSecond, int Burst, double PerMinute)
{
    /// <summary>At most so many in any <see cref="Window"/>.</summary>
    public int PerWindow { get; init; }

    /// <summary>The window's length; above zero where <see cref="PerWindow"/> is.</summary>
    public TimeSpan Window { get; init; }

    /// <summary>No longer than this after the last was taken, everything that it allows is there again.</summary>
    public TimeSpan TimeToFill => TimeSpan.FromSeconds(Math.Max(
        Math.Max(PerSecond > 0 ? Burst / PerSecond : 0, PerMinute > 0 ? 60 : 0),
        PerWindow > 0 ? Window.TotalSeconds * (1 + (1.0 / SlidingWindow.Slots)) : 0));

    /// <summary>
    /// What it lets through at once when nothing was taken lately: the least of what is on, never below 1. <see cref="int.MaxValue"/> where
    /// everything is off.
    /// </summary>
    public int Depth => (int)Math.Max(1, Math.Min(
        Math.Min(PerSecond > 0 ? Burst : int.MaxValue, PerMinute > 0 ? PerMinute : int.MaxValue), PerWindow > 0 ? PerWindow : int.MaxValue));

    /// <summary>The same, so much narrower or wider; at least one at a time stays.</summary>
    public RateLimit Times(double factor) => this with
    {
        PerSecond = PerSecond * factor,
        Burst = PerSecond > 0 ? Scaled(Burst, factor) : Burst,
        PerMinute = PerMinute > 0 ? Math.Max(1, PerMinute * factor) : 0,
        PerWindow = PerWindow > 0 ? Scaled(PerWindow, factor) : 0,
    };

    private static int Scaled(int number, double factor) => (int)Math.Clamp(Math.Floor(number * factor), 1, int.MaxValue);
}

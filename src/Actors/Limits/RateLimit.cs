namespace Streaming.Actors.Limits;

/// <summary>
/// Token buckets that must all grant: <paramref name="PerSecond"/> with a depth of <paramref name="Burst"/>,
/// and <paramref name="PerMinute"/> with its own depth. Zero switches a bucket off.
/// </summary>
public sealed record RateLimit(double PerSecond, int Burst, double PerMinute);

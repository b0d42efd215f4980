namespace Streaming.Actors.Time;

/// <summary>Moments of a clock that nobody sets, for what must not last longer because the wall clock was.</summary>
internal static class Timestamps
{
    /// <summary>The timestamp of <paramref name="clock"/> that is <paramref name="span"/> after <paramref name="timestamp"/>.</summary>
    public static long TimestampAfter(this TimeProvider clock, long timestamp, TimeSpan span) =>
        timestamp + (long)(span.TotalSeconds * clock.TimestampFrequency);
}

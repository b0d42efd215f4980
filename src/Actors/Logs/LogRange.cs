namespace Streaming.Actors.Logs;

/// <summary>Entries with <paramref name="After"/> &lt; seq &lt; <paramref name="Before"/>, at most <paramref name="Limit"/>.</summary>
/// <param name="NewestFirst">From which end the limit counts, and the order of the page.</param>
public readonly record struct LogRange(long After, long Before, int Limit, bool NewestFirst)
{
    public static LogRange Following(long after, int limit) => new(after, long.MaxValue, limit, NewestFirst: false);

    public static LogRange Preceding(long before, int limit) => new(0, before, limit, NewestFirst: true);
}

using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Reports;

/// <summary>How long a room could not publish.</summary>
internal static class Silence
{
    /// <summary>
    /// The longest time from a moment between <paramref name="from"/> and <paramref name="until"/> to the first ack of a message that was
    /// sent after it. Messages have their distance, so it is never less than that.
    /// </summary>
    /// <returns>Null when there was no such ack.</returns>
    public static TimeSpan? Longest(IEnumerable<AckedAttempt> attempts, TimeSpan from, TimeSpan until)
    {
        // Backwards, so that the first ack of all that was sent later is known.
        AckedAttempt[] later = [.. attempts.Where(one => one.SentAt >= from).OrderByDescending(static one => one.SentAt)];
        if (later.Length == 0)
            return null;

        TimeSpan longest = TimeSpan.Zero;
        TimeSpan firstAck = TimeSpan.MaxValue;
        foreach (AckedAttempt attempt in later)
        {
            if (firstAck != TimeSpan.MaxValue && attempt.SentAt <= until)
                longest = Max(longest, firstAck - attempt.SentAt);
            firstAck = attempt.AckedAt < firstAck ? attempt.AckedAt : firstAck;
        }

        return Max(longest, firstAck - from);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

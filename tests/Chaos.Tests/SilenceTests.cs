using Streaming.Chaos.Histories;
using Streaming.Chaos.Reports;

namespace Streaming.Chaos.Tests;

public sealed class SilenceTests
{
    [Fact]
    public void Longest_WhenNothingWasAcked_IsUnknown() => Assert.Null(Longest([], from: 0, until: 10));

    [Fact]
    public void Longest_FromOneMoment_IsTheFirstAckOfWhatWasSentAfterIt() =>
        // Sent before: its ack says nothing of what came then.
        Assert.Equal(TimeSpan.FromSeconds(3), Longest([(9, 11), (12, 15), (10.5, 13)], from: 10, until: 10));

    [Fact]
    public void Longest_OverATime_IsTheWorstOfItsMoments() =>
        Assert.Equal(TimeSpan.FromSeconds(5), Longest([(1, 1.1), (2, 2.1), (6, 7), (7.5, 7.6)], from: 0, until: 8));

    [Fact]
    public void Longest_OfWhatBeginsAfterTheTime_IsNotCounted() =>
        Assert.Equal(TimeSpan.FromSeconds(1.5), Longest([(0.5, 1), (2, 2), (50, 99)], from: 0, until: 1));

    private static TimeSpan? Longest((double Sent, double Acked)[] attempts, double from, double until) => Silence.Longest(
        attempts.Select(static one => new AckedAttempt(TimeSpan.FromSeconds(one.Sent), TimeSpan.FromSeconds(one.Acked))),
        TimeSpan.FromSeconds(from), TimeSpan.FromSeconds(until));
}

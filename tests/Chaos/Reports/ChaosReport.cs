using Streaming.Chaos.Histories;
using Streaming.Chaos.Runs;

namespace Streaming.Chaos.Reports;

/// <summary>What came of a run.</summary>
/// <param name="Delivered">Logged events that reached listeners, all together.</param>
/// <param name="Resumed">How often a connection came back to a room and missed nothing.</param>
/// <param name="NotRecovered">How often a client was told that the log is another than the one it knows.</param>
internal sealed record ChaosReport(
    int Seed,
    double Seconds,
    int Nodes,
    int Clients,
    int Rooms,
    int Published,
    int Acked,
    int Lost,
    int Duplicated,
    int OutOfOrder,
    int OtherViolations,
    long Delivered,
    int Resumed,
    int NotRecovered,
    double? LongestGhostMs,
    IReadOnlyList<FaultKindReport> Faults,
    IReadOnlyList<Violation> Violations)
{
    public static ChaosReport Of(ChaosOptions options, RunRecord record, IReadOnlyList<Violation> violations)
    {
        int Count(params ViolationKind[] kinds) => violations.Count(violation => kinds.Contains(violation.Kind));
        int named = Count(ViolationKind.Lost, ViolationKind.Duplicated, ViolationKind.OutOfOrder);
        Heard[] heard = [.. record.Recorder.Listenings.SelectMany(static listening => listening.Heard)];
        return new ChaosReport(
            options.Seed,
            record.Recorder.Clock.Now.TotalSeconds,
            options.Nodes,
            options.Clients,
            options.Rooms,
            record.Recorder.Publications.Count,
            record.Recorder.Publications.Count(static publication => publication.Ack is not null),
            Count(ViolationKind.Lost),
            Count(ViolationKind.Duplicated),
            Count(ViolationKind.OutOfOrder),
            violations.Count - named,
            heard.OfType<Heard.Event>().LongCount(),
            heard.OfType<Heard.Entered>().Count(static entered => entered is { Since: not null, Recovered: true }),
            heard.Count(static one => one is Heard.Reset or Heard.Entered { Since: not null, Recovered: false }),
            record.Faults.Max(static fault => fault.LongestGhost?.TotalMilliseconds),
            [.. record.Faults.GroupBy(static fault => fault.Kind).Select(group => FaultKindReport.Of(group.Key, [.. group], record.Recorder))],
            violations);
    }
}

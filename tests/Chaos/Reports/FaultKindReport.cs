using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Reports;

/// <summary>All faults of one kind together. Times are in milliseconds.</summary>
/// <param name="SilenceMedianMs">The time that a room could not publish, over all rooms and all of these faults.</param>
/// <param name="MendedMaxMs">The longest that what was broken stayed so.</param>
/// <param name="WellMaxMs">The longest from its mending until every client was in its rooms and every room took messages; null: once it did not get so.</param>
/// <param name="GhostMaxMs">The longest that somebody who had gone was shown.</param>
/// <param name="Errors">What clients were told meanwhile, and how often.</param>
internal sealed record FaultKindReport(
    string Kind,
    int Times,
    double MendedMaxMs,
    double? SilenceMedianMs,
    double? SilenceMaxMs,
    double? WellMaxMs,
    double? GhostMaxMs,
    IReadOnlyDictionary<string, int> Errors)
{
    public static FaultKindReport Of(string kind, IReadOnlyCollection<FaultRecord> faults, Recorder recorder)
    {
        double[] silences =
        [
            .. faults.SelectMany(fault => recorder.Rooms.Select(room =>
                    Silence.Longest(recorder.AttemptsIn(room), fault.BeganAt, fault.WellAt ?? fault.HealedAt)))
                .OfType<TimeSpan>().Select(static silence => silence.TotalMilliseconds).Order(),
        ];
        return new FaultKindReport(
            kind,
            faults.Count,
            faults.Max(static fault => (fault.HealedAt - fault.BeganAt).TotalMilliseconds),
            silences.Length == 0 ? null : silences[silences.Length / 2],
            silences.Length == 0 ? null : silences[^1],
            faults.Any(static fault => fault.WellAt is null) ? null : faults.Max(static fault => (fault.WellAt!.Value - fault.HealedAt).TotalMilliseconds),
            faults.Max(static fault => fault.LongestGhost?.TotalMilliseconds),
            recorder.Errors
                .Where(error => faults.Any(fault => error.At >= fault.BeganAt && error.At <= (fault.WellAt ?? fault.HealedAt)))
                .GroupBy(static error => error.Code).ToDictionary(static group => group.Key, static group => group.Count()));
    }
}

using Streaming.Simulation.Histories;

namespace Streaming.Simulation.Checks;

/// <summary>
/// Holds what the clients of a run saw against what was written, and against the promises of docs/protocol.md. Pure:
/// it looks at the record only, so it can as well be run over a record of real sockets.
/// </summary>
internal static class Checker
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
    [
        .. record.Store.Terms.Broken,
        .. LogChecks.Check(record),
        .. ContentChecks.Check(record),
        .. DeletionChecks.Check(record),
        .. PublicationChecks.Check(record),
        .. AskChecks.Check(record),
        .. MembershipChecks.Check(record),
        .. RuleChecks.Check(record),
        .. PlannedMoveChecks.Check(record),
        .. DeliveryChecks.Check(record),
        .. ChannelChecks.Check(record),
        .. HistoryChecks.Check(record),
        .. SessionChecks.Check(record),
        .. DirectoryChecks.Check(record),
        .. RetentionChecks.Check(record),
        .. EndingChecks.Check(record),
    ];
}

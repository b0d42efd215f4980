using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Checks;

/// <summary>Holds what clients saw against what the logs hold in the end, and against the promises of docs/protocol.md. Pure.</summary>
internal static class Checker
{
    public static IEnumerable<Violation> Check(RunRecord record) =>
    [
        .. record.Recorder.Violations,
        .. PublicationChecks.Check(record),
        .. ListenerChecks.Check(record),
        .. ContentChecks.Check(record),
    ];
}

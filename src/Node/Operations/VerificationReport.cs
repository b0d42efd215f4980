using Streaming.Actors.Logs;

namespace Streaming.Node.Operations;

/// <summary><c>/cluster/rooms/{room}/verification</c>.</summary>
/// <param name="Good">Nothing was found that the server does not put right by itself.</param>
/// <param name="Entries">How many were read.</param>
/// <param name="OwnerHead">The head that the owner named before the log was read; null when it could not be asked.</param>
internal sealed record VerificationReport(
    string RoomId,
    bool Good,
    string Epoch,
    long FirstSeq,
    long Head,
    long Entries,
    long? SnapshotSeq,
    long? OwnerHead,
    IReadOnlyList<FindingReport> Findings)
{
    public static VerificationReport Of(LogVerification verification) => new(
        verification.Room.Value,
        verification.IsGood,
        verification.Epoch?.Value ?? "",
        verification.FirstSeq,
        verification.LastSeq,
        verification.Entries,
        verification.SnapshotSeq,
        verification.OwnerSeq,
        [.. verification.Findings.Select(static finding =>
            new FindingReport(finding.Seq, finding.Fault, finding.IsError ? "error" : "warning", finding.Detail))]);
}

/// <summary>Something that should not be so.</summary>
internal sealed record FindingReport(long Seq, LogFault Fault, string Severity, string Detail);

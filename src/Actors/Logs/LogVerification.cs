using System.Collections.Immutable;
using Streaming.Actors.Ids;

namespace Streaming.Actors.Logs;

/// <summary>What came of walking a log.</summary>
/// <param name="Epoch">Null when there is no such log.</param>
/// <param name="Entries">How many were read.</param>
/// <param name="SnapshotSeq">Where the newest snapshot stands; null without one.</param>
/// <param name="OwnerSeq">The head that the room's owner named before the log was read; null when it could not be asked.</param>
/// <param name="Findings">In the order in which they were come upon; at most <see cref="LogVerifier.MaxFindings"/>.</param>
public sealed record LogVerification(
    RoomId Room,
    Epoch? Epoch,
    long FirstSeq,
    long LastSeq,
    long Entries,
    long? SnapshotSeq,
    long? OwnerSeq,
    ImmutableArray<LogFinding> Findings)
{
    /// <summary>Whether nothing was found that the server does not put right by itself.</summary>
    public bool IsGood => !Findings.Any(static finding => finding.IsError);
}

namespace Streaming.Cli.Clusters;

/// <summary><c>GET /cluster/rooms/{room}/verification</c>.</summary>
internal sealed record Verification(
    string RoomId, bool Good, string Epoch, long FirstSeq, long Head, long Entries, long? SnapshotSeq, long? OwnerHead, IReadOnlyList<Finding> Findings);

/// <summary>Something about a log that should not be so.</summary>
internal sealed record Finding(long Seq, string Fault, string Severity, string Detail);

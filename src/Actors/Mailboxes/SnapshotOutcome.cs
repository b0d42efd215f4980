namespace Streaming.Actors.Mailboxes;

/// <summary>Where the newest snapshot stands and where the log begins, after an attempt to snapshot and trim.</summary>
internal sealed record SnapshotOutcome(long SnapshotSeq, long FirstSeq);

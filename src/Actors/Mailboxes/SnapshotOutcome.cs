namespace Streaming.Actors.Mailboxes;

/// <summary>Where the newest snapshot stands and where the log begins, after an attempt to snapshot and trim.</summary>
/// <param name="Erasures">How often the room's log had been deleted when it was begun: of another log it says nothing.</param>
internal sealed record SnapshotOutcome(long SnapshotSeq, long FirstSeq, int Erasures = 0);

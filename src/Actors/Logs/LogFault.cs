namespace Streaming.Actors.Logs;

/// <summary>What <see cref="LogVerifier"/> can find.</summary>
public enum LogFault
{
    /// <summary>Entries that should be there are not.</summary>
    Missing,

    /// <summary>An entry stands where another belongs.</summary>
    OutOfOrder,

    /// <summary>An entry that no node can have written so: edited by hand, or damaged.</summary>
    Unreadable,

    /// <summary>An entry that cannot follow what is before it.</summary>
    NotApplicable,

    /// <summary>One request has its effect twice, within the time in which a repetition must have none.</summary>
    DoubledRequest,

    /// <summary>What was before the log's first entry is in no snapshot: the room cannot be brought back.</summary>
    Unrecoverable,

    /// <summary>The snapshot says something else than the entries that it stands for.</summary>
    SnapshotDiffers,

    /// <summary>The snapshot belongs to another life of the log, or is ahead of it. It is passed over when the room is loaded.</summary>
    SnapshotUnusable,

    /// <summary>The owner has given out a seq that the log does not hold.</summary>
    BehindOwner,

    /// <summary>The store may have lost the end; the room goes on under a new epoch when it is next loaded.</summary>
    InDoubt,
}

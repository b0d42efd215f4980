namespace Streaming.Actors.Logs;

/// <summary>How a conditional append ended. An exception instead means: unknown.</summary>
public enum AppendResult
{
    /// <summary>All entries are in the log.</summary>
    Appended,

    /// <summary>Nothing was written: the log ends elsewhere, or is of another epoch.</summary>
    Conflict,

    /// <summary>Nothing was written: the shard has a newer term, so another node owns it.</summary>
    Fenced,
}

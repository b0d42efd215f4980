namespace Streaming.Actors.Logs;

/// <summary>Something about a log that should not be so.</summary>
/// <param name="Seq">Where.</param>
/// <param name="Detail">What, in a sentence. Says nothing of what people wrote.</param>
public sealed record LogFinding(LogFault Fault, long Seq, string Detail)
{
    /// <summary>False for what the server puts right by itself.</summary>
    public bool IsError => Fault is not (LogFault.SnapshotUnusable or LogFault.InDoubt);
}

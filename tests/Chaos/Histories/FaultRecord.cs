namespace Streaming.Chaos.Histories;

/// <summary>One fault that was made, and how long things took to be well again.</summary>
/// <param name="What">The node, the time it lasted.</param>
/// <param name="MayLoseTail">Redis may have come back without the last that it wrote.</param>
/// <param name="HealedAt">When what was broken was put right: the process is back, the line is open.</param>
/// <param name="WellAt">When every client was in its rooms again and every room took messages; null: it did not get so in time.</param>
/// <param name="LongestGhost">How long somebody who had gone as it began was shown at the most.</param>
internal sealed record FaultRecord(
    string Kind, string What, bool MayLoseTail, TimeSpan BeganAt, TimeSpan HealedAt, TimeSpan? WellAt, TimeSpan? LongestGhost);

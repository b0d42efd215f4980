using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Checks;

/// <summary>One order, no gap, no duplicate, from each ack of a join or resume to the end of the connection.</summary>
internal static class ListenerChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        TimeSpan mayLoseFrom = record.Faults.Where(static fault => fault.MayLoseTail).Select(static fault => fault.BeganAt)
            .DefaultIfEmpty(TimeSpan.MaxValue).Min();
        return record.Recorder.Listenings.Select(listening => FirstBreak(listening, mayLoseFrom)).OfType<Violation>();
    }

    /// <returns>The first break: what follows it would only break again.</returns>
    private static Violation? FirstBreak(Listening listening, TimeSpan mayLoseFrom)
    {
        long next = 0;
        string epoch = "";
        foreach (Heard heard in listening.Heard)
        {
            Violation? found = null;
            switch (heard)
            {
                case Heard.Entered entered:
                    found = CheckEntry(entered, listening, mayLoseFrom);
                    (next, epoch) = ((entered.Since is not { } since ? entered.Seq : entered.Recovered ? since : entered.FirstSeq - 1) + 1, entered.Epoch);
                    break;
                case Heard.Reset reset:
                    if (reset.At < mayLoseFrom)
                        found = Found(ViolationKind.RecoveryRefused, reset, listening, $"reset to {reset.Seq} in {reset.Epoch}, and nothing was ever lost");
                    (next, epoch) = (reset.Seq + 1, reset.Epoch);
                    break;
                case Heard.Event e:
                    found = CheckEvent(e, listening, next, epoch);
                    next = e.Seq + 1;
                    break;
                default:
                    throw new InvalidOperationException($"{heard.GetType().Name} is not checked.");
            }

            if (found is not null)
                return found;
        }

        return null;
    }

    private static Violation? CheckEntry(Heard.Entered entered, Listening listening, TimeSpan mayLoseFrom)
    {
        if (entered.Since is not { } since)
            return null;
        if (entered.Recovered)
        {
            return entered.SinceEpoch == entered.Epoch && since <= entered.Seq
                ? null
                : Found(ViolationKind.Differs, entered, listening, $"recovered from {since} in {entered.SinceEpoch}, but the log stands at {entered.Seq} in {entered.Epoch}");
        }

        return entered.At >= mayLoseFrom
            ? null
            : Found(ViolationKind.RecoveryRefused, entered, listening, $"not recovered from {since} in {entered.SinceEpoch}; the log has {entered.FirstSeq} to {entered.Seq} in {entered.Epoch}, and nothing was ever lost");
    }

    private static Violation? CheckEvent(Heard.Event e, Listening listening, long next, string epoch)
    {
        if (e.Epoch != epoch)
            return Found(ViolationKind.OutOfOrder, e, listening, $"{e.Seq} in {e.Epoch}, but the log was said to be {epoch}");
        if (e.Seq < next)
            return Found(ViolationKind.Duplicated, e, listening, $"{e.Seq} came when {next} was due");
        return e.Seq > next ? Found(ViolationKind.OutOfOrder, e, listening, $"{e.Seq} came when {next} was due") : null;
    }

    private static Violation Found(ViolationKind kind, Heard heard, Listening listening, string what) =>
        new(kind, $"{listening} at {heard.At.TotalSeconds:F3}: {what}");
}

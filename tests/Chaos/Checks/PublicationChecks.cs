using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Checks;

/// <summary>Acked means logged, once, where the ack said.</summary>
internal static class PublicationChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        var places = record.Logs.Values
            .SelectMany(static log => log.Messages, static (log, message) => (log.Room, Seq: message.Key, Content: message.Value))
            .ToLookup(static one => (one.Room, one.Content), static one => one.Seq);

        foreach (Publication publication in record.Recorder.Publications)
        {
            if (!record.Logs.TryGetValue(publication.Room, out RoomLogCopy? log))
                continue;

            long[] seqs = [.. places[(publication.Room, $"{publication.User}: {publication.Text}")].Order()];
            if (seqs.Length > 1)
                yield return new Violation(ViolationKind.Duplicated, $"{publication.Text} is in {publication.Room} at {string.Join(" and ", seqs)}");

            if (publication.Ack is not { } ack)
                continue;
            if (seqs.Length == 0)
                yield return new Violation(ViolationKind.Lost, $"{publication.Text}, begun at {publication.BegunAt.TotalSeconds:F3}, was acked as {ack.Seq} of {publication.Room} in {ack.Epoch}; the log ends at {log.Head} in {log.Epoch}");
            else if (ack.Epoch == log.Epoch && !seqs.Contains(ack.Seq))
                yield return new Violation(ViolationKind.Differs, $"{publication.Text} was acked as {ack.Seq} of {publication.Room} and is at {seqs[0]}");
        }
    }
}

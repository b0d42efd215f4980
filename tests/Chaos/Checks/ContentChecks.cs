using Streaming.Chaos.Histories;

namespace Streaming.Chaos.Checks;

/// <summary>A position of an epoch bears one event, the same for all listeners, and the one that the log holds.</summary>
internal static class ContentChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        var first = new Dictionary<(string Room, string Epoch, long Seq), (string Content, Listening By)>();
        foreach (Listening listening in record.Recorder.Listenings)
        {
            foreach (Heard.Event e in listening.Heard.OfType<Heard.Event>())
            {
                if (first.TryAdd((listening.Room, e.Epoch, e.Seq), (e.Content, listening)))
                {
                    if (record.Logs.GetValueOrDefault(listening.Room) is { } log && CheckLog(e, listening, log) is { } violation)
                        yield return violation;
                }
                else if (first[(listening.Room, e.Epoch, e.Seq)] is var (content, by) && content != e.Content)
                {
                    yield return new Violation(
                        ViolationKind.Differs, $"{e.Seq} in {e.Epoch}: \"{content}\" for {by}, \"{e.Content}\" for {listening} at {e.At.TotalSeconds:F3}");
                }
            }
        }
    }

    private static Violation? CheckLog(Heard.Event e, Listening listening, RoomLogCopy log)
    {
        if (log.Epoch != e.Epoch)
            return null;

        string? logged = log.Messages.GetValueOrDefault(e.Seq);
        bool isMessage = e.Content.Contains(": ", StringComparison.Ordinal);
        return (isMessage ? logged == e.Content : logged is null) && e.Seq <= log.Head
            ? null
            : new Violation(ViolationKind.Differs, $"{e.Seq} in {e.Epoch}: \"{e.Content}\" for {listening}, the log has {logged ?? "no message"} there and ends at {log.Head}");
    }
}

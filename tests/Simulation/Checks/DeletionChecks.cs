using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Checks;

/// <summary>
/// Once it is acked that a message is deleted, nobody who asks afterwards is shown what it said, or what edits made of it: not in a page of history,
/// not by a search, not in what follows a join. In runs in which the store loses nothing: a deletion can be lost with its last moments.
/// </summary>
internal static class DeletionChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        Dictionary<(RoomId Room, long Seq), DateTimeOffset> gone = Gone(record);
        return record.Losses > 0 || gone.Count == 0 ? [] : [.. CheckPages(record, gone), .. CheckReplays(record, gone)];
    }

    /// <summary>What has lost its content, and when somebody was told so first.</summary>
    private static Dictionary<(RoomId Room, long Seq), DateTimeOffset> Gone(RunRecord record)
    {
        Dictionary<(RoomId Room, long Seq), DateTimeOffset> gone = [];
        foreach (Deed deed in record.Recording.Deeds.Where(static deed => deed.Command is AnnotateMessage { Action: MessageAction.Delete }))
        {
            ArchivedRoom room = record.Archive.Of(deed.Room);
            foreach (Ask ask in deed.Tries)
            {
                if (ask is not { EndedAt: { } at, Answer: Answer.Replied { Reply: RoomReply.Published { Message.Seq: var seq } } })
                    continue;

                foreach (long redacted in room.At(seq)?.Redacts ?? [])
                {
                    if (!gone.TryGetValue((deed.Room, redacted), out DateTimeOffset before) || at < before)
                        gone[(deed.Room, redacted)] = at;
                }
            }
        }

        return gone;
    }

    private static IEnumerable<Violation> CheckPages(RunRecord record, Dictionary<(RoomId Room, long Seq), DateTimeOffset> gone)
    {
        foreach (Ask ask in record.Recording.Asks)
        {
            if (ask is not { BegunAt: { } begun, Request: ClientRequest.History { Room: var room }, Answer: Answer.History { Page: var page } })
                continue;

            foreach (HistoryRow row in page.Messages.Where(row => !row.IsDeleted && gone.TryGetValue((room, row.Seq), out DateTimeOffset at) && at < begun))
                yield return new Violation.DeletedShown(room, row.Seq, ask.ToString());
        }
    }

    private static IEnumerable<Violation> CheckReplays(RunRecord record, Dictionary<(RoomId Room, long Seq), DateTimeOffset> gone)
    {
        foreach (ConnectionHistory connection in record.Recording.Connections)
        {
            Dictionary<RoomId, DateTimeOffset> begun = [];
            foreach (Observation seen in connection.Seen)
            {
                if (seen is Observation.Joined joined)
                    begun[joined.Room] = joined.BegunAt;
                else if (seen is Observation.Event { Room: var room, What: var e } && HasContent(e) && gone.TryGetValue((room, e.Seq), out DateTimeOffset at)
                    && begun.TryGetValue(room, out DateTimeOffset since) && at < since)
                    yield return new Violation.DeletedShown(room, e.Seq, connection.Name);
            }
        }
    }

    private static bool HasContent(RoomEvent e) => e is MessagePublished { IsRedacted: false } or MessageAnnotated { Body.Data.IsEmpty: false };
}

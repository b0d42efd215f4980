using Streaming.Actors.History;
using Streaming.Actors.Rooms;
using Streaming.Simulation.Clients;
using Streaming.Simulation.Histories;
using Streaming.Simulation.Logs;

namespace Streaming.Simulation.Checks;

/// <summary>A page of history is what the log has in the span that the page names, and the span is as large as it says.</summary>
internal static class HistoryChecks
{
    public static IEnumerable<Violation> Check(RunRecord record)
    {
        foreach (Ask ask in record.Recording.Asks)
        {
            // A page may be put together from before and after a loss.
            if (ask.StoreLifeBefore == ask.StoreLifeAfter && ask is { Request: ClientRequest.History history, Answer: Answer.History { Page: var page } }
                && Wrong(ask, history.Query, page, record.Archive.Of(history.Room)) is { } why)
            {
                yield return new Violation.HistoryDiffers(ask.ToString(), why);
            }
        }
    }

    private static string? Wrong(Ask ask, HistoryQuery query, HistoryPage page, ArchivedRoom room)
    {
        bool newestFirst = query.AfterSeq is null;
        if (page.FirstSeq == (query.AfterSeq ?? query.BeforeSeq ?? 0))
            return IsEmptyRange(ask, query) && page.Messages.IsEmpty && !page.HasMore ? null : "it is empty";
        if (!room.Epochs.Contains(page.Epoch))
            return "its epoch was never the log's";
        if (page.Messages.Length > query.Limit)
            return "it has more than was asked for";

        if (!Has(room, page, query, newestFirst))
            return $"it is not what the log has from {page.FirstSeq} to {page.LastSeq}";

        return newestFirst ? WrongEdgeBackwards(ask, query, page) : WrongEdgeForwards(ask, query, page);
    }

    private static bool Has(ArchivedRoom room, HistoryPage page, HistoryQuery query, bool newestFirst)
    {
        var messages = new Queue<HistoryRow>(newestFirst ? page.Messages.Reverse() : page.Messages);
        for (long seq = page.FirstSeq; seq <= page.LastSeq; seq++)
        {
            IReadOnlyList<RoomEvent> ever = room.Ever(page.Epoch, seq);
            if (messages.TryPeek(out HistoryRow? next) && next.Seq == seq)
            {
                // What has lost its content is another object than was written; all else about it has to be the same.
                MessagePublished found = messages.Dequeue().Original;
                if (!ever.Any(e => ReferenceEquals(e, found) || (found.IsRedacted && Equals(e.WithoutContent(), found))))
                    return false;
            }
            else if (query.Search is null && ever.Count > 0 && ever.All(e => e is MessagePublished && (query.User is null || e.By == query.User)))
            {
                return false;
            }
        }

        return messages.Count == 0;
    }

    private static string? WrongEdgeBackwards(Ask ask, HistoryQuery query, HistoryPage page)
    {
        if (page.LastSeq < Math.Min(ask.HeadBefore, (query.BeforeSeq ?? long.MaxValue) - 1))
            return $"it begins at {page.LastSeq}, the log ended at {ask.HeadBefore}";

        return !page.HasMore && page.FirstSeq > ask.KeptAfter ? $"it says that nothing is before {page.FirstSeq}" : null;
    }

    private static string? WrongEdgeForwards(Ask ask, HistoryQuery query, HistoryPage page)
    {
        if (page.FirstSeq > Math.Max(query.AfterSeq!.Value + 1, ask.KeptAfter))
            return $"it begins at {page.FirstSeq}";

        return !page.HasMore && page.LastSeq < ask.HeadBefore ? $"it says that nothing is after {page.LastSeq}" : null;
    }

    private static bool IsEmptyRange(Ask ask, HistoryQuery query) =>
        ask.HeadBefore == 0 || query.BeforeSeq <= ask.KeptAfter || query.AfterSeq >= ask.HeadBefore;
}

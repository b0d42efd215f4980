using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>
/// Makes rows of messages, for one query: the log has what was written, the room's owner knows what became of it, and what an edited message
/// says now is in the log again. A room in which nothing was ever edited, deleted, pinned or reacted to is asked nothing more.
/// <para>
/// The log is read first. So what is deleted between the two is shown as deleted, and never what it was; and what is deleted after both was there
/// when it was asked for.
/// </para>
/// </summary>
/// <param name="who">Who reads, as the owner was asked.</param>
/// <param name="readable">What it answered.</param>
internal sealed class HistoryRows(
    IRoomLog log, Func<RoomId, RoomCommand, Task<RoomReply>> ask, RoomId room, ReadRoom who, RoomReply.Readable readable)
{
    /// <summary>Why the rows could not be made: they may not be read any more, or the owner is away. Null when nothing is wrong.</summary>
    public RoomReply? Refusal { get; private set; }

    /// <summary>Only pinned messages are asked for: the owner then passes over all others that something became of.</summary>
    public bool OnlyPinned { get; init; }

    /// <param name="messages">Of one page: at most <see cref="IRoomLog.MaxSeqs"/>.</param>
    /// <returns>By seq.</returns>
    /// <exception cref="StoreAwayException">The log cannot be read now.</exception>
    public async ValueTask<IReadOnlyDictionary<long, HistoryRow>> OfAsync(
        Epoch epoch, IReadOnlyList<MessagePublished> messages, CancellationToken cancellation)
    {
        Dictionary<long, MessageSummary> summaries = await SummariesAsync(messages);
        Dictionary<long, MessageAnnotated> edits = await EditsAsync(epoch, summaries.Values, cancellation);
        return messages.ToDictionary(static message => message.Seq, message => RowOf(message, summaries.GetValueOrDefault(message.Seq), edits));
    }

    private static HistoryRow RowOf(MessagePublished message, MessageSummary? summary, Dictionary<long, MessageAnnotated> edits)
    {
        if (message.IsRedacted || summary?.DeletedAt is not null)
            return HistoryRow.Deleted(message, summary);

        // An edit that the log does not give was damaged: then what was written first is better than nothing.
        if (summary is null || summary.LastEdit == 0 || !edits.TryGetValue(summary.LastEdit, out MessageAnnotated? edit) || edit.Body is not { } body)
            return new HistoryRow(message) { Summary = summary };

        // Taken away after the owner had answered.
        return body.Data.IsEmpty
            ? HistoryRow.Deleted(message, summary)
            : new HistoryRow(message) { Body = body with { ThreadId = message.Body.ThreadId }, Summary = summary };
    }

    private async ValueTask<Dictionary<long, MessageSummary>> SummariesAsync(IReadOnlyList<MessagePublished> messages)
    {
        Dictionary<long, MessageSummary> found = [];
        if (messages.Count == 0 || readable.LastAnnotated == 0)
            return found;

        long from = Math.Max(messages.Min(static message => message.Seq), readable.FirstAnnotated);
        long to = Math.Min(messages.Max(static message => message.Seq), readable.LastAnnotated);
        while (from <= to && Refusal is null)
        {
            RoomReply reply = await ask(room, new ReadAnnotations
            {
                By = who.By, Request = default, Origin = who.Origin, IsPrivileged = who.IsPrivileged, From = from, To = to,
                OnlyPinned = OnlyPinned,
            });
            if (reply is RoomReply.AnnotationsRead read)
            {
                foreach (MessageSummary one in read.Messages)
                    found[one.Seq] = one;
                from = Math.Max(from, read.Through) + 1;
            }
            else
            {
                Refusal = reply;
            }
        }

        return found;
    }

    private async ValueTask<Dictionary<long, MessageAnnotated>> EditsAsync(
        Epoch epoch, IEnumerable<MessageSummary> summaries, CancellationToken cancellation)
    {
        ImmutableArray<long> seqs = [.. summaries.Where(static one => one.LastEdit > 0 && one.DeletedAt is null).Select(static one => one.LastEdit)];
        if (seqs.IsEmpty)
            return [];

        ImmutableArray<RoomEvent> found = await StoreAwayException.GuardAsync(log.ReadManyAsync(room, epoch, seqs, cancellation));
        return found.OfType<MessageAnnotated>().Where(static edit => edit.Action == MessageAction.Edit).ToDictionary(static edit => edit.Seq);
    }
}

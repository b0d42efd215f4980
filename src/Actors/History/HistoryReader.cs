using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>
/// Answers history queries from the log, on whichever node was asked: the owner only says who may read, and what became of the
/// messages (<see cref="HistoryRows"/>).
/// A page with filters stops after <see cref="MaxScan"/> entries or <see cref="MaxScanBytes"/>, found or not, and one of large messages after
/// <see cref="MaxPageBytes"/>; each says where to go on.
/// </summary>
/// <param name="ask">Asks a room's owner.</param>
public sealed class HistoryReader(IRoomLog log, Func<RoomId, RoomCommand, Task<RoomReply>> ask)
{
    /// <summary>Entries that one query looks at, at most: a rare word must not read a whole log at once.</summary>
    public const int MaxScan = 2_000;

    /// <summary>The same in bytes: rare words in large messages.</summary>
    public const int MaxScanBytes = 8 * 1024 * 1024;

    /// <summary>
    /// Messages that one answer holds, in bytes: it has to fit into the outbox of the connection that asked, beside
    /// what else waits there.
    /// </summary>
    public const int MaxPageBytes = 256 * 1024;

    /// <summary>Entries that are read at once: not many more than are wanted, but some, since not every entry is a message.</summary>
    private const int MinRead = 16;

    /// <param name="who">Who reads.</param>
    /// <exception cref="StoreAwayException">The log cannot be read now.</exception>
    public async ValueTask<HistoryOutcome> ReadAsync(RoomId room, ReadRoom who, HistoryQuery query, CancellationToken cancellation)
    {
        RoomReply reply = await ask(room, who);
        if (reply is not RoomReply.Readable readable)
            return new HistoryOutcome(Page: null, reply);

        var rows = new HistoryRows(log, ask, room, who, readable);
        HistoryPage page = await ReadAsync(room, query, rows, cancellation);
        return rows.Refusal is { } refusal ? new HistoryOutcome(Page: null, refusal) : new HistoryOutcome(page, Refusal: null);
    }

    private async ValueTask<HistoryPage> ReadAsync(RoomId room, HistoryQuery query, HistoryRows rows, CancellationToken cancellation)
    {
        bool newestFirst = query.AfterSeq is null;
        var filter = new HistoryFilter(query);
        var found = ImmutableArray.CreateBuilder<HistoryRow>();
        var range = new LogRange(query.AfterSeq ?? 0, query.BeforeSeq ?? long.MaxValue, Limit: 0, newestFirst);
        var looked = new Looked(query.AfterSeq ?? query.BeforeSeq ?? 0);
        var pace = default(ReadPace);
        int bytes = 0;

        while (true)
        {
            range = range with { Limit = filter.IsSelective ? pace.Next : Math.Min(pace.Next, Math.Max(query.Limit - found.Count + 1, MinRead)) };
            LogPage page = await StoreAwayException.GuardAsync(log.ReadAsync(room, range, cancellation));
            if (page.Epoch is not { } epoch)
                return looked.Page(default, found, hasMore: false);

            pace.Note(page);

            // The log was trimmed, or is another one, since the page before: whoever asks on from here is told what is there now.
            if (looked.Count > 0 && page.Events is [var next, ..] && !(newestFirst ? next.Seq == range.Before - 1 : next.Seq == range.After + 1))
                return looked.Page(epoch, found, hasMore: true);

            var current = await rows.OfAsync(epoch, Candidates(page, filter, newestFirst, query.Limit - found.Count), cancellation);
            if (rows.Refusal is not null)
                return looked.Page(epoch, found, hasMore: true);

            foreach (RoomEvent e in page.Events)
            {
                if (filter.IsPast(e, newestFirst))
                    return looked.Page(epoch, found, hasMore: false);

                // A full page goes on to the next match, so that "more" means a message and not only entries.
                HistoryRow? match = current.TryGetValue(e.Seq, out HistoryRow? row) && filter.Matches(row) ? row : null;
                if (looked.Count == MaxScan || (match is not null && IsFull(match)))
                    return looked.Page(epoch, found, hasMore: true);

                looked.At(e.Seq);
                if (match is null)
                    continue;

                found.Add(match);
                bytes += match.Weight;
            }

            if (page.Events.Length < range.Limit)
                return looked.Page(epoch, found, hasMore: false);
            if (pace.Bytes >= MaxScanBytes)
                return looked.Page(epoch, found, hasMore: true);

            long last = page.Events[^1].Seq;
            range = newestFirst ? range with { Before = last } : range with { After = last };
        }

        bool IsFull(HistoryRow next) =>
            found.Count == query.Limit || (found.Count > 0 && bytes + next.Weight > MaxPageBytes);
    }

    /// <summary>
    /// The messages of a page of the log that a query may want, and no more than it has place for, and one: only of these it
    /// matters what became of them. What they say now, and so which words are in them, is not known yet.
    /// </summary>
    private static List<MessagePublished> Candidates(LogPage page, HistoryFilter filter, bool newestFirst, int places) =>
    [
        .. page.Events.TakeWhile(e => !filter.IsPast(e, newestFirst)).OfType<MessagePublished>().Where(filter.MatchesEnvelope)
            .Take(filter.HasWords ? ReadPace.Max : places + 1),
    ];

    /// <summary>The span of the log that a query has looked at.</summary>
    /// <param name="start">Where the query stands that found nothing to look at, so that going on from there repeats nothing.</param>
    private sealed class Looked(long start)
    {
        private long _first = start;
        private long _last = start;

        public int Count { get; private set; }

        public void At(long seq)
        {
            _first = Count == 0 ? seq : Math.Min(_first, seq);
            _last = Count == 0 ? seq : Math.Max(_last, seq);
            Count++;
        }

        public HistoryPage Page(Epoch epoch, ImmutableArray<HistoryRow>.Builder found, bool hasMore) =>
            new(epoch, found.DrainToImmutable(), hasMore, _first, _last);
    }
}

using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>
/// Answers history queries from the log, on whichever node was asked: the owner only says who may read.
/// A page with filters stops after <see cref="MaxScan"/> entries, found or not, and one of large messages after
/// <see cref="MaxPageBytes"/>; either says where to go on.
/// </summary>
public sealed class HistoryReader(IRoomLog log)
{
    /// <summary>Entries that one query looks at, at most: a rare word must not read a whole log at once.</summary>
    public const int MaxScan = 2_000;

    /// <summary>
    /// Messages that one answer holds, in bytes: it has to fit into the outbox of the connection that asked, beside
    /// what else waits there.
    /// </summary>
    public const int MaxPageBytes = 256 * 1024;

    private const int PageSize = 256;

    /// <exception cref="StoreAwayException">The log cannot be read now.</exception>
    public async ValueTask<HistoryPage> ReadAsync(RoomId room, HistoryQuery query, CancellationToken cancellation)
    {
        bool newestFirst = query.AfterSeq is null;
        var filter = new HistoryFilter(query);
        var found = ImmutableArray.CreateBuilder<MessagePublished>();
        var range = new LogRange(query.AfterSeq ?? 0, query.BeforeSeq ?? long.MaxValue, PageSize, newestFirst);
        var looked = new Looked(query.AfterSeq ?? query.BeforeSeq ?? 0);
        int bytes = 0;

        while (true)
        {
            LogPage page = await StoreAwayException.GuardAsync(log.ReadAsync(room, range, cancellation));
            if (page.Epoch is not { } epoch)
                return looked.Page(default, found, hasMore: false);

            foreach (RoomEvent e in page.Events)
            {
                if (filter.IsPast(e, newestFirst))
                    return looked.Page(epoch, found, hasMore: false);

                // A full page goes on to the next match, so that "more" means a message and not only entries.
                var match = e is MessagePublished message && filter.Matches(message) ? message : null;
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

            long last = page.Events[^1].Seq;
            range = newestFirst ? range with { Before = last } : range with { After = last };
        }

        bool IsFull(MessagePublished next) =>
            found.Count == query.Limit || (found.Count > 0 && bytes + next.Weight > MaxPageBytes);
    }

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

        public HistoryPage Page(Epoch epoch, ImmutableArray<MessagePublished>.Builder found, bool hasMore) =>
            new(epoch, found.DrainToImmutable(), hasMore, _first, _last);
    }
}

using Streaming.Actors.History;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Requests;

/// <summary>
/// Keeps a page of history within what a connection's outbox takes: 200 messages of 64 KiB would be 12 MiB. What is
/// cut off is on the next page, like anything else beyond the limit.
/// </summary>
internal static class HistoryBounds
{
    /// <summary>A quarter of the outbox: an answer is written when less than half of it is taken, and a replay may do so too.</summary>
    public static int MaxBytes(LimitOptions limits) => limits.MaxOutboundBytes / 4;

    /// <summary>The page up to <paramref name="maxBytes"/>, but at least one message, so that who pages on arrives.</summary>
    public static HistoryPage Cut(HistoryPage page, HistoryQuery query, int maxBytes)
    {
        int bytes = 0;
        for (int i = 0; i < page.Messages.Length; i++)
        {
            bytes += EventEncoder.SizeHint(page.Messages[i]);
            if (bytes > maxBytes && i > 0)
                return Keep(page, i, newestFirst: query.AfterSeq is null);
        }

        return page;
    }

    // The part that was looked at ends with the last message that is kept.
    private static HistoryPage Keep(HistoryPage page, int count, bool newestFirst)
    {
        var kept = page.Messages[..count];
        return newestFirst
            ? page with { Messages = kept, HasMore = true, FirstSeq = kept[^1].Seq }
            : page with { Messages = kept, HasMore = true, LastSeq = kept[^1].Seq };
    }
}

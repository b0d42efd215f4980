using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.Webhooks;

/// <summary>
/// Finds where a webhook goes on in a log that it has no seq of: because it is new, or because the log goes on under another epoch, or is
/// another log. Then time tells: it walks back to the first event that is older.
/// </summary>
internal static class DeliveryStart
{
    private const int PageSize = 128;

    /// <param name="since">The webhook's beginning, for a room of which nothing was delivered.</param>
    /// <param name="offset">How far it had come under another epoch; null for a room of which nothing was delivered.</param>
    /// <returns>The last event that is not for it, or where the log begins.</returns>
    public static async ValueTask<WebhookOffset> FindAsync(IRoomLog log, RoomId room, Epoch epoch, DateTimeOffset since, WebhookOffset? offset)
    {
        DateTimeOffset start = offset?.Timestamp ?? since;
        long before = long.MaxValue;
        while (true)
        {
            LogPage page = await log.ReadAsync(room, LogRange.Preceding(before, PageSize), CancellationToken.None);
            foreach (RoomEvent e in page.Events.Where(static e => e is not EntryUnreadable))
            {
                bool isOver = e.Timestamp < start || (e.Timestamp == start && e.Seq <= offset?.Seq);
                if (isOver)
                    return new WebhookOffset(epoch, e.Seq, e.Timestamp);
            }

            if (page.Events.IsEmpty || page.Events[^1].Seq <= page.FirstSeq)
                return new WebhookOffset(epoch, page.FirstSeq - 1, start);

            before = page.Events[^1].Seq;
        }
    }
}

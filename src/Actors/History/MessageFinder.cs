using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>
/// Looks a message up in its room's log, on whichever node asks: its author never changes, so the room's owner can decide about it
/// without reading.
/// </summary>
public sealed class MessageFinder(IRoomLog log)
{
    /// <returns>Null where there is no such message, or no more.</returns>
    /// <exception cref="StoreAwayException">The log cannot be read now.</exception>
    public async ValueTask<MessageTarget?> FindAsync(RoomId room, MessageId id, CancellationToken cancellation)
    {
        var range = new LogRange(After: id.Seq - 1, Before: id.Seq + 1, Limit: 1, NewestFirst: false);
        LogPage page = await StoreAwayException.GuardAsync(log.ReadAsync(room, range, cancellation));
        return page.Epoch == id.Epoch && page.Events is [MessagePublished message]
            ? new MessageTarget(id.Epoch, id.Seq, message.By)
            : null;
    }
}

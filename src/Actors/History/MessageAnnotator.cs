using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;

namespace Streaming.Actors.History;

/// <summary>
/// Has something done to a message, asked for on whichever node: whose it is stands in its room's log, and never changes, so the room's owner can decide
/// about it without reading.
/// </summary>
/// <param name="ask">Asks a room's owner.</param>
public sealed class MessageAnnotator(IRoomLog log, Func<RoomId, RoomCommand, Task<RoomReply>> ask)
{
    /// <param name="who">Who asks.</param>
    /// <param name="annotate">What is to be done to the message, once it is found.</param>
    /// <exception cref="StoreAwayException">The room's log cannot be read now.</exception>
    public async ValueTask<RoomReply> AnnotateAsync(
        RoomId room, MessageId message, ReadRoom who, Func<MessageTarget, AnnotateMessage> annotate, CancellationToken cancellation)
    {
        if (await FindAsync(room, message, cancellation) is { } target)
            return await ask(room, annotate(target));

        // Who is not in the room does not learn which messages there are.
        RoomReply reply = await ask(room, new ReadAnnotations
        {
            By = who.By, Request = default, Origin = who.Origin, IsPrivileged = who.IsPrivileged, From = message.Seq, To = message.Seq,
        });
        if (reply is not RoomReply.AnnotationsRead read)
            return reply;
        return read.Epoch == message.Epoch && read.Messages is [{ LastEdit: > 0 } trimmed] && await FindAsync(room, message, trimmed.LastEdit, cancellation) is { } edited
            ? await ask(room, annotate(edited))
            : new RoomReply.Refused(RoomRefusal.MessageNotFound);
    }

    /// <returns>Null where there is no such message, or no more.</returns>
    private async ValueTask<MessageTarget?> FindAsync(RoomId room, MessageId id, CancellationToken cancellation)
    {
        var range = new LogRange(After: id.Seq - 1, Before: id.Seq + 1, Limit: 1, NewestFirst: false);
        LogPage page = await StoreAwayException.GuardAsync(log.ReadAsync(room, range, cancellation));
        return page.Epoch == id.Epoch && page.Events is [MessagePublished message]
            ? new MessageTarget(id.Epoch, id.Seq, message.By)
            : null;
    }

    /// <summary>The message is too old for the log, and an edit of it is not: that says whose it was, too.</summary>
    private async ValueTask<MessageTarget?> FindAsync(RoomId room, MessageId id, long edit, CancellationToken cancellation)
    {
        ImmutableArray<RoomEvent> found = await StoreAwayException.GuardAsync(log.ReadManyAsync(room, id.Epoch, [edit], cancellation));
        return found is [MessageAnnotated { Action: MessageAction.Edit } edited] && edited.Target == id.Seq
            ? new MessageTarget(id.Epoch, id.Seq, edited.Author)
            : null;
    }
}

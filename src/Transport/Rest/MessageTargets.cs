using Streaming.Actors;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Messages that something is done to: whose they are stands in the log, and what may be done the room decides.</summary>
internal sealed class MessageTargets(StreamingNode node, RestRooms rooms)
{
    /// <param name="isPrivileged">Who asks stands above the roles of the room in this.</param>
    /// <param name="body">Of an edit.</param>
    public async Task<RestAnswer> AnnotateAsync(RestCall call, MessageAction action, bool isPrivileged, MessageBody? body = null)
    {
        var message = call.Path.Message ?? throw new InvalidOperationException("The address names no message.");
        if (await node.Messages.FindAsync(call.Room, message, call.Gone) is { } target)
        {
            return await rooms.ChangeAsync(call.Room, new AnnotateMessage
            {
                By = call.By, Request = call.Request, IsPrivileged = isPrivileged, Action = action, Target = target, Body = body,
                Reaction = call.Path.Reaction,
            });
        }

        // Who is not in the room does not learn which messages there are.
        var reply = await rooms.AskAsync(call.Room, new ReadRoom { By = call.By, Request = default, IsPrivileged = isPrivileged });
        return reply is RoomReply.Readable
            ? RestAnswer.Fail(ErrorCode.MessageNotFound, "there is no such message in the room, or no more")
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }
}

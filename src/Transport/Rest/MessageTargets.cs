using Streaming.Actors;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>Messages that something is done to: whose they are stands in the log, and what may be done the room decides.</summary>
internal sealed class MessageTargets(StreamingNode node)
{
    /// <param name="isPrivileged">Who asks stands above the roles of the room in this.</param>
    /// <param name="body">Of an edit.</param>
    public async Task<RestAnswer> AnnotateAsync(RestCall call, MessageAction action, bool isPrivileged, MessageBody? body = null)
    {
        var message = call.Path.Message ?? throw new InvalidOperationException("The address names no message.");
        var reply = await node.Messages.AnnotateAsync(
            call.Room,
            message,
            new ReadRoom { By = call.By, Request = default, IsPrivileged = isPrivileged },
            target => new AnnotateMessage
            {
                By = call.By, Request = call.Request, IsPrivileged = isPrivileged, Action = action, Target = target, Body = body,
                Reaction = call.Path.Reaction,
            },
            call.Gone);

        // Off the room's turn, in which its answer arrived.
        await Task.Yield();
        return RestRooms.AnswerOf(reply);
    }
}

using Microsoft.AspNetCore.Http;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>A room's messages: written, and what becomes of them.</summary>
internal sealed class MessagesEndpoint(RestRooms rooms, MessageTargets targets)
{
    public async Task<RestAnswer> PublishAsync(RestCall call)
    {
        if (call.Message.Data.IsEmpty)
            return RestAnswer.Invalid("data is missing");

        var reply = await rooms.AskAsync(call.Room, new PublishMessage
        {
            By = call.By, Request = call.Request, IsPrivileged = call.Principal.IsBackEnd, Body = MessageHandler.BodyOf(call.Message),
        });
        return reply is RoomReply.Published published
            ? RestAnswer.Ok(
                published, static (json, published) => ServerJson.WritePublished(json, published.Message, published.Timestamp),
                StatusCodes.Status201Created)
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }

    /// <summary>What others wrote is edited by members who may delete it, and by back ends; never by those who only moderate.</summary>
    public Task<RestAnswer> EditAsync(RestCall call) => call.Message.Data.IsEmpty
        ? Task.FromResult(RestAnswer.Invalid("data is missing"))
        : targets.AnnotateAsync(call, MessageAction.Edit, call.Principal.IsBackEnd, MessageHandler.BodyOf(call.Message));

    public Task<RestAnswer> DeleteAsync(RestCall call) => targets.AnnotateAsync(call, MessageAction.Delete, call.Principal.IsModerator);

    public Task<RestAnswer> ReactAsync(RestCall call) => targets.AnnotateAsync(call, MessageAction.AddReaction, call.Principal.IsBackEnd);

    public Task<RestAnswer> UnreactAsync(RestCall call) => targets.AnnotateAsync(call, MessageAction.RemoveReaction, call.Principal.IsBackEnd);

    public Task<RestAnswer> PinAsync(RestCall call) => targets.AnnotateAsync(call, MessageAction.Pin, call.Principal.IsModerator);

    public Task<RestAnswer> UnpinAsync(RestCall call) => targets.AnnotateAsync(call, MessageAction.Unpin, call.Principal.IsModerator);
}

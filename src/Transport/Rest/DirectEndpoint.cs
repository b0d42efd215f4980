using Microsoft.AspNetCore.Http;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>The room of two.</summary>
internal sealed class DirectEndpoint(RestRooms rooms)
{
    public async Task<RestAnswer> OpenAsync(RestCall call)
    {
        if (call.User == call.By)
            return RestAnswer.Invalid("a room of two needs another user than yourself");
        var room = DirectRoom.IdOf(call.By, call.User);
        if (!call.Principal.MayEnter(room))
            return RestAnswer.Fail(ErrorCode.Forbidden, "your credentials do not allow this room");

        var reply = await rooms.AskAsync(room, new OpenDirectRoom { By = call.By, Request = call.Request, With = call.User });
        return reply is RoomReply.Published or RoomReply.Done
            ? await rooms.ShowAsync(call, room, StatusCodes.Status200OK)
            : RestAnswer.Fail(RoomErrors.Of(reply));
    }
}

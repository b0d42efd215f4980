using Microsoft.AspNetCore.Http;
using Streaming.Actors.Rooms;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>The room of two.</summary>
internal sealed class DirectEndpoint(RestRooms rooms, StreamingOptions options)
{
    public async Task<RestAnswer> OpenAsync(RestCall call)
    {
        if (call.User == call.By)
            return RestAnswer.Invalid("a room of two needs another user than yourself");
        var room = DirectRoom.IdOf(call.By, call.User);
        if (!call.Principal.MayEnter(room))
            return RestAnswer.Fail(ErrorCode.Forbidden, "your credentials do not allow this room");

        // As rooms of any other kind.
        if (call.Principal.Kind == PrincipalKind.Guest && !options.AutoCreateRooms)
            return RestAnswer.Fail(ErrorCode.Forbidden, "guests may not create rooms here");

        var outcome = await rooms.AddAsync(call, room, new OpenDirectRoom { By = call.By, Request = call.Request, With = call.User });
        // A request that came before may have been undone since: it is answered all the same, to one of the two whose room it is.
        return outcome.Reply is RoomReply.Published or RoomReply.Done
            ? await rooms.ShowToAsync(call.By, isPrivileged: true, room, StatusCodes.Status200OK)
            : RestAnswer.Fail(outcome.Error);
    }
}

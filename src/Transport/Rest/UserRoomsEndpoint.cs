using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>The rooms that a user is in, and what there is to read: for the user, and for back ends.</summary>
internal sealed class UserRoomsEndpoint(StreamingNode node)
{
    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        if (Read(call, out var after, out int limit) is { } problem)
            return problem;

        var (page, failure) = await node.RoomsOf.ReadAsync(call.User, after, limit, call.Gone);
        return page is null
            ? RestAnswer.Fail(RoomErrors.Of(failure!))
            : RestAnswer.Ok(page with { Rooms = [.. page.Rooms.Where(one => call.Principal.MayEnter(one.Room))] }, DirectoryJson.WriteRooms);
    }

    public async Task<RestAnswer> ListUnreadAsync(RestCall call)
    {
        if (Read(call, out var after, out int limit) is { } problem)
            return problem;

        var (page, failure) = await node.Markers.ReadUnreadAsync(call.User, after, limit, call.Gone);
        return page is null
            ? RestAnswer.Fail(RoomErrors.Of(failure!))
            : RestAnswer.Ok(page with { Rooms = [.. page.Rooms.Where(one => call.Principal.MayEnter(one.Room))] }, DirectoryJson.WriteUnread);
    }

    private static RestAnswer? Read(RestCall call, out RoomId? after, out int limit)
    {
        var query = call.Query;
        limit = (int)(query.Integer("limit", 1, RoomsOfUser.MaxLimit) ?? RoomsOfUser.DefaultLimit);
        after = query.Name("after") is { } last ? new RoomId(last) : null;
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);
        return call.User == call.By || call.Principal.IsBackEnd
            ? null
            : RestAnswer.Fail(ErrorCode.Forbidden, "only the user, or a back end, may ask for this");
    }
}

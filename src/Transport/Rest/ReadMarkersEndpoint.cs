using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Rest;

/// <summary>How far the members of a room have read it.</summary>
internal sealed class ReadMarkersEndpoint(StreamingNode node, RestRooms rooms)
{
    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        var query = call.Query;
        int limit = (int)(query.Integer("limit", 1, ReadMembers.MaxLimit) ?? RoomsOfUser.DefaultLimit);
        string? after = query.Name("after");
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var (page, refusal) = await node.Markers.ReadAsync(
            call.Room,
            new ReadMembers
            {
                By = call.By, Request = default, IsPrivileged = call.Principal.IsModerator, Limit = limit,
                After = after is null ? null : new UserId(after),
            },
            call.Gone);
        return page is null ? RestAnswer.Fail(RoomErrors.Of(refusal!)) : RestAnswer.Ok(page, DirectoryJson.WriteMarkers);
    }

    /// <summary>Who asks has read up to there: what the <c>read</c> of docs/protocol.md, section 3, does.</summary>
    public async Task<RestAnswer> PutAsync(RestCall call)
    {
        using var body = call.ReadBody();
        long? seq = body.Integer("seq", 0, long.MaxValue);
        if (body.Problem is null && seq is null)
            body.Missing("seq");
        if (body.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var reply = await rooms.AskAsync(call.Room, new MarkRead { By = call.By, Request = call.Request, Seq = seq!.Value });
        if (reply is not RoomReply.Done)
            return RestAnswer.Fail(RoomErrors.Of(reply));

        // What holds now: no further than the log reaches, and no less than was said before.
        var (marker, refusal) = await node.Markers.ReadAsync(call.Room, call.By, call.Gone);
        return marker is { } its ? RestAnswer.Ok(its, DirectoryJson.WriteMarker) : RestAnswer.Fail(RoomErrors.Of(refusal!));
    }
}

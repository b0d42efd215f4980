using Streaming.Actors;
using Streaming.Actors.Rooms;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary>Of a room's messages: the query of docs/protocol.md, section 3, in the URL.</summary>
internal sealed class HistoryEndpoint(StreamingNode node)
{
    public async Task<RestAnswer> ReadAsync(RestCall call)
    {
        var fields = call.Query;
        var query = HistoryQueryFields.Read(fields, HistoryQueryFields.AuthorInUrl);
        if (fields.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var reply = await node.Router.AskAsync(
            call.Room, new ReadRoom { By = call.By, Request = default, IsPrivileged = call.Principal.IsModerator });
        if (reply is not RoomReply.Readable)
            return RestAnswer.Fail(RoomErrors.Of(reply));

        // Off the room's turn, in which its answer arrived: reading a page is work.
        await Task.Yield();
        var page = await node.History.ReadAsync(call.Room, query, call.Gone);
        return RestAnswer.Ok((call.Room, page), static (json, state) => HistoryJson.Write(json, state.Room, state.page));
    }
}

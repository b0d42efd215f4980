using Microsoft.AspNetCore.Http;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Transport.Authentication;
using Streaming.Transport.Protocol;
using Streaming.Transport.Requests;

namespace Streaming.Transport.Rest;

/// <summary><c>GET /api/v1/rooms/{room}/history</c>: the query of docs/protocol.md, section 3, in the URL.</summary>
internal sealed class HistoryEndpoint(RestRunner runner, StreamingNode node, JsonWriters writers)
{
    public async Task ServeAsync(HttpContext http)
    {
        var answer = await runner.RunAsync(
            http, ClientMessageType.History, id: null, (principal, message) => ReadAsync(http, principal, message.Room!.Value));
        if (answer is not Answer.History history)
            return;

        http.Response.ContentType = "application/json";
        http.Response.Headers.CacheControl = "no-store";
        var room = new RoomId((string)http.Request.RouteValues[RestRunner.RoomParameter]!);
        writers.Write(http.Response.BodyWriter, (room, history.Page), static (json, state) =>
            HistoryJson.Write(json, state.room, state.Page));
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
    }

    private async Task<Answer> ReadAsync(HttpContext http, Principal principal, RoomId room)
    {
        var fields = new QueryRequestFields(http.Request.Query);
        var query = HistoryQueryFields.Read(fields, HistoryQueryFields.AuthorInUrl);
        if (fields.Problem is { } problem)
            return Answer.Failed.Invalid(problem);

        var reply = await node.Router.AskAsync(room, new ReadRoom { By = principal.UserId, Request = default });
        if (reply is not RoomReply.Readable)
            return Answer.Failed.By(reply);

        // Off the room's turn, in which its answer arrived: reading a page is work.
        await Task.Yield();
        var page = await node.History.ReadAsync(room, query, http.RequestAborted);
        return new Answer.History(page);
    }
}

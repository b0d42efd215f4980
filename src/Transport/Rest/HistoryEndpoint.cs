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

        var outcome = await node.History.ReadAsync(
            call.Room, new ReadRoom { By = call.By, Request = default, IsPrivileged = call.Principal.IsModerator }, query, call.Gone);
        if (outcome.Page is not { } page)
            return RestAnswer.Fail(RoomErrors.Of(outcome.Refusal!));

        // Off the room's turn, in which its answer may have arrived: writing a page is work.
        await Task.Yield();
        return RestAnswer.Ok((call.Room, page), static (json, state) => HistoryJson.Write(json, state.Room, state.page));
    }
}

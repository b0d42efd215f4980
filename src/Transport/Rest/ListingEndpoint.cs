using Streaming.Actors;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;

namespace Streaming.Transport.Rest;

/// <summary>The list of public rooms.</summary>
internal sealed class ListingEndpoint(StreamingNode node)
{
    public async Task<RestAnswer> ListAsync(RestCall call)
    {
        var query = call.Query;
        var sought = new ListingQuery
        {
            Limit = (int)(query.Integer("limit", 1, ListingQuery.MaxLimit) ?? ListingQuery.DefaultLimit),
            After = query.Name("after") is { } after ? new RoomId(after) : null,
            Words = query.Text("q", ListingQuery.MaxWordsLength),
            Tag = query.Text("tag", RoomSettings.MaxTagLength),
            Category = query.Text("category", RoomSettings.MaxCategoryLength),
        };
        if (query.Problem is { } problem)
            return RestAnswer.Invalid(problem);

        var page = await node.Listing.ReadAsync(sought, call.Gone);
        return RestAnswer.Ok(
            page with { Rooms = [.. page.Rooms.Where(room => call.Principal.MayEnter(room.Room))] }, DirectoryJson.WriteListing);
    }
}

using System.Text.Json;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Transport.Protocol;
using Streaming.Transport.Rest;

namespace Streaming.Node.Operations;

/// <summary>One room: how it is, what its log holds, and whether that is as it should be.</summary>
internal sealed class RoomEndpoints(RoomReporter reporter, Problems problems)
{
    private const int DefaultEntries = 20;

    public void Map(RouteGroupBuilder routes)
    {
        routes.MapGet("/rooms/{room}", (HttpContext http, string room) =>
            AboutAsync(http, room, reporter.DescribeAsync));
        routes.MapGet("/rooms/{room}/verification", (HttpContext http, string room) =>
            AboutAsync(http, room, reporter.VerifyAsync));
        routes.MapGet("/rooms/{room}/log", TailAsync);
    }

    private async Task<IResult> AboutAsync<T>(HttpContext http, string text, Func<RoomId, CancellationToken, Task<T?>> find)
        where T : class
    {
        if (!RoomId.TryParse(text, out var room))
            return await NotFoundAsync(http);

        return await find(room, http.RequestAborted) is { } report
            ? TypedResults.Json(report, OperationsJson.Options)
            : await NotFoundAsync(http);
    }

    /// <summary>The entries, oldest first, as clients are told them.</summary>
    private async Task<IResult> TailAsync(HttpContext http, string room)
    {
        var query = new QueryReader(http.Request.Query);
        int limit = (int)(query.Number("limit", from: 1, RoomReporter.MaxEntries) ?? DefaultEntries);
        long? after = query.Number("after", from: 0, long.MaxValue);
        if (query.Problem is { } problem)
        {
            await problems.WriteAsync(http, RequestError.Invalid(problem));
            return Results.Empty;
        }

        if (!RoomId.TryParse(room, out var id))
            return await NotFoundAsync(http);

        var page = await reporter.ReadAsync(id, after, limit, http.RequestAborted);
        if (page.Epoch is null)
            return await NotFoundAsync(http);

        http.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, new JsonWriterOptions { Encoder = OperationsJson.Options.Encoder });
        Write(json, id, page);
        await json.FlushAsync(http.RequestAborted);
        return Results.Empty;
    }

    private static void Write(Utf8JsonWriter json, RoomId room, LogPage page)
    {
        json.WriteStartObject();
        json.WriteString("room_id"u8, room.Value);
        json.WriteString("epoch"u8, page.Epoch!.Value.Value);
        json.WriteNumber("first_seq"u8, page.FirstSeq);
        json.WriteNumber("head"u8, page.LastSeq);
        json.WriteStartArray("entries"u8);
        foreach (var entry in page.Events.OrderBy(static entry => entry.Seq))
            EventJson.WriteLogged(json, room, page.Epoch.Value, entry);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private async Task<IResult> NotFoundAsync(HttpContext http)
    {
        await problems.WriteAsync(http, new RequestError(ErrorCode.RoomNotFound, "there is no such room"));
        return Results.Empty;
    }
}

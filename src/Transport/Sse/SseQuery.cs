using Microsoft.AspNetCore.Http;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;

namespace Streaming.Transport.Sse;

/// <summary>What a stream was asked for: its rooms, and where to go on in them.</summary>
internal sealed record SseQuery(IReadOnlyList<RoomId> Rooms, IReadOnlyDictionary<RoomId, RoomPosition> Positions)
{
    private const string RoomParameter = "room_id";
    private const string ChannelParameter = "channel_id";
    private const string CursorHeader = "Last-Event-ID";
    private const string CursorParameter = "last_event_id";

    private static readonly IReadOnlyDictionary<RoomId, RoomPosition> Nowhere = new Dictionary<RoomId, RoomPosition>();

    /// <param name="maxRooms">Rooms that one stream may have; 0 is no limit.</param>
    public static SseQuery? Read(HttpRequest request, int maxRooms, out RequestError? error)
    {
        var rooms = new List<RoomId>();
        error = null;
        foreach (string? text in request.Query[RoomParameter])
        {
            if (!RoomId.TryParse(text, out var room))
                error ??= RequestError.Invalid("room_id must be 1 to 128 of the characters A-Z a-z 0-9 _ . : @ -");
            else if (!rooms.Contains(room))
                rooms.Add(room);
        }

        var positions = ReadCursor(request);
        error ??= request.Query.ContainsKey(ChannelParameter) ? RequestError.Disabled("channel_id") : null;
        error ??= rooms.Count == 0 ? RequestError.Invalid("room_id is missing") : null;
        error ??= maxRooms > 0 && rooms.Count > maxRooms
            ? new RequestError(ErrorCode.RoomLimit, $"a stream can have at most {maxRooms} rooms")
            : null;
        error ??= SseCursor.LengthOf(rooms) > SseCursor.MaxLength
            ? new RequestError(ErrorCode.RoomLimit, "the ids of these rooms are too long for one stream; take several")
            : null;
        error ??= positions is null ? RequestError.Invalid("last_event_id is not a cursor of this server") : null;
        return error is null ? new SseQuery(rooms, positions!) : null;
    }

    // The header is what a browser knows of the last event; the query is for clients that cannot set headers, and
    // stays in the URL of a browser's own reconnects, where it is out of date.
    private static IReadOnlyDictionary<RoomId, RoomPosition>? ReadCursor(HttpRequest request)
    {
        string? cursor = request.Headers[CursorHeader];
        if (string.IsNullOrEmpty(cursor))
            cursor = request.Query[CursorParameter];
        if (string.IsNullOrEmpty(cursor))
            return Nowhere;
        return SseCursor.TryParse(cursor, out var positions) ? positions : null;
    }
}

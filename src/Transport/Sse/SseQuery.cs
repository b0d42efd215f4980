using Microsoft.AspNetCore.Http;
using Streaming.Actors.Ids;
using Streaming.Actors.Sessions;
using Streaming.Transport.Protocol;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Sse;

/// <summary>What a stream was asked for: its rooms and channels, and where to go on in them.</summary>
/// <param name="Positions">By room; a channel's by the room that hosts it.</param>
internal sealed record SseQuery(
    IReadOnlyList<RoomId> Rooms, IReadOnlyList<ChannelId> Channels, IReadOnlyDictionary<RoomId, RoomPosition> Positions)
{
    private const string RoomParameter = "room_id";
    private const string ChannelParameter = "channel_id";
    private const string CursorHeader = "Last-Event-ID";
    private const string CursorParameter = "last_event_id";

    private static readonly IReadOnlyDictionary<RoomId, RoomPosition> Nowhere = new Dictionary<RoomId, RoomPosition>();

    /// <param name="limits">How many rooms and channels one stream may have.</param>
    public static SseQuery? Read(HttpRequest request, LimitOptions limits, out RequestError? error)
    {
        error = null;
        var rooms = ReadIds<RoomId>(request, RoomParameter, RoomId.TryParse, ref error);
        var channels = ReadIds<ChannelId>(request, ChannelParameter, ChannelId.TryParse, ref error);
        var positions = ReadCursor(request);
        error ??= rooms.Count + channels.Count == 0 ? RequestError.Invalid("room_id is missing") : null;
        error ??= IsAbove(limits.MaxRoomsPerUser, rooms.Count)
            ? new RequestError(ErrorCode.RoomLimit, $"a stream can have at most {limits.MaxRoomsPerUser} rooms")
            : null;
        error ??= IsAbove(limits.MaxChannelsPerUser, channels.Count)
            ? new RequestError(ErrorCode.SubscriptionLimit, $"a stream can have at most {limits.MaxChannelsPerUser} channels")
            : null;
        error ??= SseCursor.LengthOf(rooms.Concat(channels.Select(static channel => channel.Room))) > SseCursor.MaxLength
            ? new RequestError(ErrorCode.RoomLimit, "the ids of these rooms and channels are too long for one stream; take several")
            : null;
        error ??= positions is null ? RequestError.Invalid("last_event_id is not a cursor of this server") : null;
        return error is null ? new SseQuery(rooms, channels, positions!) : null;
    }

    private delegate bool TryParse<TId>(string? text, out TId id);

    private static List<TId> ReadIds<TId>(HttpRequest request, string parameter, TryParse<TId> tryParse, ref RequestError? error)
    {
        var ids = new List<TId>();
        foreach (string? text in request.Query[parameter])
        {
            if (!tryParse(text, out var id))
                error ??= RequestError.Invalid($"{parameter} must be 1 to 128 of the characters A-Z a-z 0-9 _ . : @ -");
            else if (!ids.Contains(id))
                ids.Add(id);
        }

        return ids;
    }

    private static bool IsAbove(int limit, int count) => limit > 0 && count > limit;

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

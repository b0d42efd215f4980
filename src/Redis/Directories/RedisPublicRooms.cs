using System.Collections.Immutable;
using StackExchange.Redis;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Directories;

/// <summary>The list of public rooms in Redis: all of it in one slot, so that it can be read in order.</summary>
public sealed class RedisPublicRooms(RedisGate redis, RedisKeys keys) : IPublicRooms
{
    private static readonly RedisScript ListScript = new("Directories.list.lua");
    private static readonly RedisScript ListedScript = new("Directories.listed.lua");

    public async ValueTask SetAsync(RoomId room, long term, ListedRoom? listing, CancellationToken cancellation) =>
        await redis.RunAsync(
            ListScript,
            [keys.PublicRooms, keys.Listings, keys.ListingTerms, keys.Unlisted],
            [room.Value, term, listing is null ? RedisValue.EmptyString : ListedRoomCodec.Encode(listing)]);

    public async ValueTask<ImmutableArray<ListedRoom>> ReadAsync(RoomId? after, int limit, CancellationToken cancellation)
    {
        RedisResult reply = await redis.RunAsync(
            ListedScript, [keys.PublicRooms, keys.Listings], [after is { } last ? $"({last}" : "-", limit]);
        return [.. ((RedisValue[])reply!).Where(static one => !one.IsNull).Select(static one => ListedRoomCodec.Decode((byte[])one!))];
    }
}

using Streaming.Actors.Directories;
using Streaming.Redis.Connections;

namespace Streaming.Redis.Directories;

/// <summary>What is known of rooms beside their logs, in Redis.</summary>
public static class RedisRoomDirectory
{
    public static RoomDirectory On(RedisGate redis, RedisKeys keys, int shards) => new(
        new RedisPublicRooms(redis, keys), new RedisUserRooms(redis, keys), new RedisDirectoryDebts(redis, keys), new RedisReadMarkers(redis, keys, shards));
}

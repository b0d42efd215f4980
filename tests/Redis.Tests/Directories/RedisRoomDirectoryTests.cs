using StackExchange.Redis;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Directories;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Directories;

public sealed class RedisRoomDirectoryTests(RedisServer redis) : RoomDirectoryContract, IClassFixture<RedisServer>
{
    private const int Shards = 4;

    protected override DirectoryUnderTest Create() => On(redis.Redis, new RedisKeys($"{Guid.NewGuid():n}:"));

    internal static DirectoryUnderTest On(IConnectionMultiplexer redis, RedisKeys keys)
    {
        var gate = new RedisGate(redis, TimeProvider.System);
        return new DirectoryUnderTest(
            RedisRoomDirectory.On(gate, keys, Shards), new RedisShardFence(gate, keys), Shards,
            time => RedisServer.PassAsync(redis.GetServers()[0], time));
    }
}

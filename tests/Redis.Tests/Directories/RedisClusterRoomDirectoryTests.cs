using Streaming.Contracts;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Directories;

/// <summary>Users, shards and the list of rooms lie in slots of their own, spread over three masters.</summary>
public sealed class RedisClusterRoomDirectoryTests(RedisCluster redis) : RoomDirectoryContract, IClassFixture<RedisCluster>
{
    protected override DirectoryUnderTest Create() => RedisRoomDirectoryTests.On(redis.Redis, new RedisKeys($"{Guid.NewGuid():n}:"));
}

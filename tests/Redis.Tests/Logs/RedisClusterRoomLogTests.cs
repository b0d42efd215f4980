using Streaming.Contracts;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Logs;

/// <summary>The keys of one shard lie in one slot, and the shards are spread over three masters.</summary>
public sealed class RedisClusterRoomLogTests(RedisCluster redis) : RoomLogContract, IClassFixture<RedisCluster>
{
    protected override ValueTask<LogUnderTest> CreateAsync() =>
        ValueTask.FromResult(RedisRoomLogTests.LogOn(redis.Redis, new RedisKeys($"{Guid.NewGuid():n}:")));
}

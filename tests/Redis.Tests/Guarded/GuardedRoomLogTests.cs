using Streaming.Contracts;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Tests.Logs;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedRoomLogTests(GuardedRedis redis) : RoomLogContract
{
    protected override ValueTask<LogUnderTest> CreateAsync() =>
        ValueTask.FromResult(RedisRoomLogTests.LogOn(redis.Redis, GuardedRedis.NewKeys()));
}

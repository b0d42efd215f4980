using Streaming.Contracts;
using Streaming.Redis.Tests.Directories;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedRoomDirectoryTests(GuardedRedis redis) : RoomDirectoryContract
{
    protected override DirectoryUnderTest Create() => RedisRoomDirectoryTests.On(redis.Redis, GuardedRedis.NewKeys());
}

using Streaming.Actors.Presence;
using Streaming.Contracts;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Tests.Presence;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedLastSeenTests(GuardedRedis redis) : LastSeenContract
{
    protected override ILastSeen Create(int maxUsers) => RedisLastSeenTests.On(redis.Redis, GuardedRedis.NewKeys(), maxUsers);
}

using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Limits;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedRateLimitStoreTests(GuardedRedis redis) : RateLimitStoreContract
{
    private readonly RedisRateLimitStore _store = new(new RedisGate(redis.Redis, TimeProvider.System), GuardedRedis.NewKeys(), "n1", TimeProvider.System);

    protected override IRateLimitStore Store => _store;

    protected override Task PassAsync(TimeSpan time)
    {
        _store.ClockOffset += time;
        return Task.CompletedTask;
    }
}

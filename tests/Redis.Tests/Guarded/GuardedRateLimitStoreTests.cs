using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Limits;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedRateLimitStoreTests(GuardedRedis redis) : RateLimitStoreContract
{
    private static readonly ManualTimeProvider Clock = new();

    private readonly RedisRateLimitStore _store = new(new RedisGate(redis.Redis, TimeProvider.System), GuardedRedis.NewKeys(), "n1", Clock);

    protected override IRateLimitStore Store => _store;

    protected override Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        _store.ClockOffset += time;
        return Task.CompletedTask;
    }
}

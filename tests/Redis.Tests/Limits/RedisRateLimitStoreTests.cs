using Streaming.Actors.Limits;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Limits;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Limits;

public sealed class RedisRateLimitStoreTests : RateLimitStoreContract, IClassFixture<RedisServer>
{
    private readonly RedisRateLimitStore _store;

    public RedisRateLimitStoreTests(RedisServer redis) =>
        _store = new RedisRateLimitStore(new RedisGate(redis.Redis, TimeProvider.System), new RedisKeys($"{Guid.NewGuid():n}:"));

    protected override IRateLimitStore Store => _store;

    protected override Task PassAsync(TimeSpan time)
    {
        _store.Ahead += time;
        return Task.CompletedTask;
    }
}

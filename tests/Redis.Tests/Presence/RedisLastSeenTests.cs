using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Presence;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Presence;

public sealed class RedisLastSeenTests(RedisServer redis) : LastSeenContract, IClassFixture<RedisServer>
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    protected override ILastSeen Create(int maxUsers) => On(redis.Redis, new RedisKeys($"{Guid.NewGuid():n}:"), maxUsers);

    [Fact]
    public async Task ShardThatNobodyWritesToAnyMore_GoesByItself()
    {
        var keys = new RedisKeys($"{Guid.NewGuid():n}:");
        await On(redis.Redis, keys, maxUsers: 100).NoteAsync([new Sighting(new UserId("ann"), Noon)], default);

        TimeSpan? left = await redis.Redis.GetDatabase().KeyTimeToLiveAsync(keys.SeenOf(new ShardId(0)));
        Assert.InRange(left!.Value, ILastSeen.Kept - TimeSpan.FromMinutes(1), ILastSeen.Kept);
    }

    internal static RedisLastSeen On(IConnectionMultiplexer redis, RedisKeys keys, int maxUsers, int shards = 1) =>
        new(new RedisGate(redis, TimeProvider.System), keys, shards, maxUsers);
}

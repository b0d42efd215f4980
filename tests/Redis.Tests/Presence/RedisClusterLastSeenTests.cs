using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Contracts;
using Streaming.Redis.Presence;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Presence;

/// <summary>Each shard lies in a slot of its own, spread over three masters.</summary>
public sealed class RedisClusterLastSeenTests(RedisCluster redis) : LastSeenContract, IClassFixture<RedisCluster>
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    protected override ILastSeen Create(int maxUsers) => RedisLastSeenTests.On(redis.Redis, new RedisKeys($"{Guid.NewGuid():n}:"), maxUsers);

    [Fact]
    public async Task UsersOfManyShards_AreNotedAndReadTogether()
    {
        RedisLastSeen store = RedisLastSeenTests.On(redis.Redis, new RedisKeys($"{Guid.NewGuid():n}:"), maxUsers: 100, shards: 64);
        UserId[] users = [.. Enumerable.Range(0, 100).Select(static i => new UserId($"user-{i}"))];
        await store.NoteAsync([.. users.Select(static (user, i) => new Sighting(user, Noon.AddSeconds(i)))], default);

        Assert.Equal(users.Select(static (_, i) => (DateTimeOffset?)Noon.AddSeconds(i)), await store.ReadAsync([.. users], default));
    }
}

using Streaming.Actors.Shards;
using Streaming.Contracts;
using Streaming.Redis.Shards;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedShardDirectoryTests(GuardedRedis redis) : ShardDirectoryContract
{
    private readonly RedisKeys _keys = GuardedRedis.NewKeys();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => Task.CompletedTask;

    protected override ValueTask<IShardDirectory> OpenAsync() => ValueTask.FromResult<IShardDirectory>(
        new RedisShardDirectory(redis.Redis, _keys, new AgreedSettings(Shards), TimeProvider.System));

    protected override Task PassAsync(TimeSpan time) => RedisServer.PassAsync(redis.Redis.GetServers()[0], time);
}

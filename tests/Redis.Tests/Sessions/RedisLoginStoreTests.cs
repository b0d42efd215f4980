using Streaming.Actors.Sessions;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Sessions;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Sessions;

public sealed class RedisLoginStoreTests(RedisServer redis) : LoginStoreContract, IClassFixture<RedisServer>
{
    protected override ILoginStore Store { get; } = new RedisLoginStore(
        new RedisGate(redis.Redis, TimeProvider.System), new RedisKeys($"{Guid.NewGuid():n}:"));

    protected override DateTimeOffset Now => DateTimeOffset.UtcNow;

    protected override Task PassAsync(TimeSpan time) => RedisServer.PassAsync(redis.Redis.GetServers()[0], time);
}

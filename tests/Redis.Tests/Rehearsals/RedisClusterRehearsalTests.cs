using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Rehearsals;

public sealed class RedisClusterRehearsalTests(RedisCluster redis) : IClassFixture<RedisCluster>
{
    [Fact]
    public Task Run_PlaysToItsEnd_WhereShardsLieOnSeveralServers() => RehearsalTests.RunAsync(redis.Redis, "r:", CancellationToken.None);
}

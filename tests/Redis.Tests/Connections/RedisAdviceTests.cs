using StackExchange.Redis;
using Streaming.Redis.Connections;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Connections;

public sealed class RedisAdviceTests(RedisServer redis) : IClassFixture<RedisServer>
{
    [Theory]
    [InlineData("noeviction", "yes", "", new string[0])]
    [InlineData("volatile-lru", "no", "3600 1", new string[0])]
    [InlineData("allkeys-lru", "yes", "", new[] { "maxmemory-policy allkeys-lru" })]
    [InlineData("noeviction", "no", "", new[] { "appendonly no" })]
    [InlineData("allkeys-random", "no", "", new[] { "maxmemory-policy allkeys-random", "appendonly no" })]
    public async Task Advice_IsGivenForWhatLosesData(string policy, string appendOnly, string save, string[] about)
    {
        IServer server = redis.Redis.GetServers()[0];
        await server.ConfigSetAsync("maxmemory-policy", policy);
        await server.ConfigSetAsync("appendonly", appendOnly);
        await server.ConfigSetAsync("save", save);

        IReadOnlyList<string> advice = await RedisAdvice.OfAsync(redis.Redis);

        Assert.Equal(about.Length, advice.Count);
        Assert.All(about.Zip(advice), one => Assert.Contains(one.First, one.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Advice_OfAServerThatMayNotBeAsked_IsNone()
    {
        IServer server = redis.Redis.GetServers()[0];
        await server.ConfigSetAsync("maxmemory-policy", "allkeys-lru");
        await server.ExecuteAsync("ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all", "-config");
        await using ConnectionMultiplexer asApp = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port},user=app,password=secret,allowAdmin=true");

        Assert.Empty(await RedisAdvice.OfAsync(asApp));
    }
}

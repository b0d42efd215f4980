using StackExchange.Redis;
using Streaming.Redis.Connections;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Connections;

/// <summary>A Redis that hangs costs the calls under way their time-out, and nobody after them.</summary>
public sealed class RedisGateTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Gate_ClosesWhenRedisHangs_AndOpensWhenItAnswers()
    {
        var redis = new RedisServer();
        await redis.InitializeAsync();
        try
        {
            var options = ConfigurationOptions.Parse($"127.0.0.1:{redis.Port},asyncTimeout=300,abortConnect=false");
            options.HeartbeatInterval = TimeSpan.FromMilliseconds(100);
            await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(options);
            var gate = new RedisGate(connection, TimeProvider.System);
            Assert.True(await SetAsync(gate));

            await redis.PauseAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => SetAsync(gate));
            Assert.True(gate.IsClosed);
            Task<bool> refused = SetAsync(gate);
            Assert.True(refused.IsFaulted, "a call waited for a Redis that hangs");

            await redis.ContinueAsync();
            long began = TimeProvider.System.GetTimestamp();
            while (gate.IsClosed && TimeProvider.System.GetElapsedTime(began) < Patience)
                await Task.Delay(5);

            Assert.True(await SetAsync(gate));
        }
        finally
        {
            await redis.ContinueAsync();
            await redis.DisposeAsync();
        }
    }

    private static Task<bool> SetAsync(RedisGate gate) => gate.CallAsync(database => database.StringSetAsync("gate", "1"));
}

using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Time;
using Streaming.Redis.Rehearsals;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Rehearsals;

/// <summary>A rehearsal is a whole hand-over there and back, and nobody sees later that it was.</summary>
public sealed class RehearsalTests(RedisServer redis) : IClassFixture<RedisServer>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly string _prefix = $"{Guid.NewGuid():n}:";

    [Fact]
    public async Task Run_PlaysToItsEnd_AndKeepsNothingThatDoesNotGoByItself()
    {
        await RunAsync();

        IDatabase database = redis.Redis.GetDatabase();
        foreach (RedisKey left in Keys())
            Assert.NotNull(await database.KeyTimeToLiveAsync(left));
    }

    [Fact]
    public async Task Run_AfterOneThatWasBrokenOff_IsAsGood()
    {
        using var stop = new CancellationTokenSource();
        Task broken = RunAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => broken);

        await RunAsync();
    }

    private Task RunAsync(CancellationToken stop = default) => RunAsync(redis.Redis, _prefix, stop);

    internal static Task RunAsync(IConnectionMultiplexer connection, string prefix, CancellationToken stop) =>
        new Rehearsal(connection, prefix, new NodeId("n1"), new ThreadPoolScheduler(), TimeProvider.System, new Entropy())
            .RunAsync(stop).WaitAsync(Deadline, CancellationToken.None);

    private IEnumerable<RedisKey> Keys() => redis.Redis.GetServers().Single().Keys(pattern: _prefix + "*");

    private sealed class Entropy : IEntropy
    {
        public ulong NextUInt64() => (ulong)Random.Shared.NextInt64();
    }
}

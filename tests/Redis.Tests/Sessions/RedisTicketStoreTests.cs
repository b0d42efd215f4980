using Streaming.Actors.Sessions;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Sessions;
using Streaming.Redis.Tests.Harness;
using Xunit;

namespace Streaming.Redis.Tests.Sessions;

public sealed class RedisTicketStoreTests(RedisServer redis) : TicketStoreContract, IClassFixture<RedisServer>
{
    protected override ITicketStore Store { get; } = new RedisTicketStore(
        new RedisGate(redis.Redis, TimeProvider.System), new RedisKeys($"{Guid.NewGuid():n}:"));

    protected override Task PassAsync(TimeSpan time) => RedisServer.PassAsync(redis.Redis.GetServers()[0], time);
}

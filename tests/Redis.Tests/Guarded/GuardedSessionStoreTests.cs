using Streaming.Actors.Sessions;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Sessions;
using Streaming.Redis.Tests.Harness;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedSessionStoreTests(GuardedRedis redis) : SessionStoreContract
{
    protected override ISessionStore Store { get; } = new RedisSessionStore(
        new RedisGate(redis.Redis, TimeProvider.System), GuardedRedis.NewKeys());

    protected override Task PassAsync(TimeSpan time) => RedisServer.PassAsync(redis.Redis.GetServers()[0], time);
}

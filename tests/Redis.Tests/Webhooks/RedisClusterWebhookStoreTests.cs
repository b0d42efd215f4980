using Streaming.Actors.Webhooks;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Webhooks;
using Xunit;

namespace Streaming.Redis.Tests.Webhooks;

/// <summary>Shards and webhooks lie in slots of their own, spread over three masters.</summary>
public sealed class RedisClusterWebhookStoreTests(RedisCluster redis) : WebhookStoreContract, IClassFixture<RedisCluster>
{
    protected override IWebhookStore Store { get; } = new RedisWebhookStore(
        new RedisGate(redis.Redis, TimeProvider.System), new RedisKeys($"{Guid.NewGuid():n}:"));
}

using Streaming.Actors.Webhooks;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Webhooks;
using Xunit;

namespace Streaming.Redis.Tests.Webhooks;

public sealed class RedisWebhookStoreTests(RedisServer redis) : WebhookStoreContract, IClassFixture<RedisServer>
{
    protected override IWebhookStore Store { get; } = new RedisWebhookStore(
        new RedisGate(redis.Redis, TimeProvider.System), new RedisKeys($"{Guid.NewGuid():n}:"));
}

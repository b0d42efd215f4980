using Streaming.Actors.Webhooks;
using Streaming.Contracts;
using Streaming.Redis.Connections;
using Streaming.Redis.Tests.Harness;
using Streaming.Redis.Webhooks;

namespace Streaming.Redis.Tests.Guarded;

[Collection(GuardedCollection.Name)]
public sealed class GuardedWebhookStoreTests(GuardedRedis redis) : WebhookStoreContract
{
    protected override IWebhookStore Store { get; } = new RedisWebhookStore(
        new RedisGate(redis.Redis, TimeProvider.System), GuardedRedis.NewKeys());
}

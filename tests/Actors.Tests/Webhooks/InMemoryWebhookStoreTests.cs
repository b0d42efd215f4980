using Streaming.Actors.Webhooks;
using Streaming.Contracts;

namespace Streaming.Actors.Tests.Webhooks;

public sealed class InMemoryWebhookStoreTests : WebhookStoreContract
{
    protected override IWebhookStore Store { get; } = new InMemoryWebhookStore();
}

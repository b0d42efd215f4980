using System.Collections.Immutable;

namespace Streaming.Actors.Webhooks;

/// <summary>The webhooks of a node, and what they are served with. All nodes of a cluster have the same webhooks.</summary>
public sealed record WebhookPorts(IWebhookStore Store, IWebhookSender Sender, ImmutableArray<Webhook> Webhooks);

using System.Collections.Immutable;
using Streaming.Actors.Webhooks;

namespace Streaming.Transport.Webhooks;

/// <summary>A webhook with what it takes to post to it.</summary>
/// <param name="Secrets">Each signs.</param>
/// <param name="Timeout">For one post.</param>
internal sealed record WebhookReceiver(Webhook Webhook, Uri Url, ImmutableArray<byte[]> Secrets, TimeSpan Timeout);

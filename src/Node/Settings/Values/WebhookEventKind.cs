using Streaming.Actors.Webhooks;
using Streaming.Transport.Webhooks;

namespace Streaming.Node.Settings.Values;

/// <summary>One kind of event that a webhook is told of, by its name.</summary>
internal sealed class WebhookEventKind : IValueKind<WebhookEvents>
{
    public string Allowed { get; } = $"must be {string.Join(" or ", WebhookTypes.Names)}";

    public bool TryParse(IReadOnlyList<string> texts, out WebhookEvents value) => WebhookTypes.TryParse(texts[0], out value);

    public string Format(WebhookEvents value) => WebhookTypes.NameOf(value);
}

namespace Streaming.Actors.Webhooks;

/// <summary>What became of one post.</summary>
/// <param name="Problem">Why it counts as not delivered, in a few words for operators; null when it was.</param>
/// <param name="RetryAfter">When the receiver wants to be asked again; null when it did not say.</param>
public readonly record struct WebhookAnswer(string? Problem, TimeSpan? RetryAfter = null)
{
    public static readonly WebhookAnswer Delivered;

    public bool IsDelivered => Problem is null;
}

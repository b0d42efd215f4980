namespace Streaming.Transport.Webhooks;

/// <summary>Where a webhook's events are posted to. What follows the host is often a secret in itself.</summary>
public static class WebhookAddress
{
    /// <summary>Whether posts may go there: whatever else an address can stand for (files, other protocols) is none of ours.</summary>
    public static bool IsValid(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url is { UserInfo: "", Fragment: "" };

    /// <summary>What may be shown of it.</summary>
    public static string Mask(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? $"{url.Scheme}://{url.Authority}/{(url.PathAndQuery == "/" ? "" : "***")}"
        : "***";
}

using System.Buffers;
using Streaming.Transport;
using Streaming.Transport.Settings;

namespace Streaming.Node.Settings;

/// <summary>What single settings must look like, and what they must be to each other.</summary>
internal static class SettingRules
{
    private static readonly SearchValues<char> NodeIdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    public static bool IsNodeId(string text) =>
        text.Length <= 64 && !text.AsSpan().ContainsAnyExcept(NodeIdCharacters);

    public static bool IsHttpAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    /// <summary>What no setting alone is to blame for.</summary>
    public static IEnumerable<SettingProblem> Between(StreamingOptions options)
    {
        // One frame is answered and echoed; an outbox that holds only one or two would close healthy connections.
        if (options.Limits.MaxOutboundBytes < 4L * options.Limits.MaxMessageSize)
        {
            yield return new SettingProblem(
                "Limits:MaxOutboundBytes",
                options.Limits.MaxOutboundBytes.ToString(System.Globalization.CultureInfo.InvariantCulture),
                $"must be at least four times Limits:MaxMessageSize, which is {options.Limits.MaxMessageSize}");
        }
    }
}

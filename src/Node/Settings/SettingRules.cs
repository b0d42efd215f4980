using System.Buffers;
using System.Globalization;
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

    // Braces are Redis Cluster's: what stands between them decides where a key lies.
    public static bool IsKeyPrefix(string text) =>
        text.Length is >= 1 and <= 64 && text.All(static c => c is > ' ' and < '\x7f' and not '{' and not '}');

    public static bool IsDomain(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Dns && text.Contains('.', StringComparison.Ordinal);

    public const string FieldPaths = "must be a list of names of members, with dots between those that lead to one: author.email";

    public static bool IsFieldName(string text) =>
        text.Length is >= 1 and <= 64 && text.All(static c => c is > ' ' and not '.' and not '\x7f');

    public static bool IsFieldPath(string text) => text.Split('.') is { Length: <= 16 } names && names.All(IsFieldName);

    public static bool IsHttpAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    public static bool IsContentType(string text) =>
        text.Split('/') is [{ Length: > 0 }, { Length: > 0 } subtype] && (subtype == "*" || !text.Contains('*', StringComparison.Ordinal));

    /// <summary>What no setting alone is to blame for.</summary>
    public static IEnumerable<SettingProblem> Between(StreamingOptions options)
    {
        if (options.Coordination.Backend == CoordinationBackend.Redis && options.Redis.Configuration is null)
            yield return new SettingProblem("Coordination:Backend", "redis", "needs an address: set Redis:Configuration or REDIS_URL");
        // Two in a row may get lost on their way before a node is given up.
        if (options.Cluster.RenewMs > options.Cluster.LeaseMs / 2)
        {
            yield return new SettingProblem(
                "Cluster:RenewMs",
                options.Cluster.RenewMs.ToString(CultureInfo.InvariantCulture),
                $"must be at most half of Cluster:LeaseMs, which is {options.Cluster.LeaseMs}");
        }

        // One frame is answered and echoed; an outbox that holds only one or two would close healthy connections.
        if (options.Limits.MaxOutboundBytes < 4L * options.Limits.MaxMessageSize)
        {
            yield return new SettingProblem(
                "Limits:MaxOutboundBytes",
                options.Limits.MaxOutboundBytes.ToString(CultureInfo.InvariantCulture),
                $"must be at least four times Limits:MaxMessageSize, which is {options.Limits.MaxMessageSize}");
        }

        if (options.Filters.Size.MaxBytes > 0 && options.Filters.Size.TruncateTo > options.Filters.Size.MaxBytes)
        {
            yield return new SettingProblem(
                "Filters:Size:TruncateTo",
                options.Filters.Size.TruncateTo.ToString(CultureInfo.InvariantCulture),
                $"must be at most Filters:Size:MaxBytes, which is {options.Filters.Size.MaxBytes}");
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Streaming.Transport.Webhooks;

/// <summary>
/// Signatures as Standard Webhooks (standardwebhooks.com, version 1) has them: HMAC-SHA256 over id, time and body, so neither can be taken
/// from one post for another, and a receiver that looks at the time refuses old posts that somebody plays again.
/// </summary>
internal static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>Seconds since 1970, as they are signed and sent.</summary>
    public static string TimestampOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>One signature a secret, with a space between.</summary>
    public static string Of(string id, string timestamp, ReadOnlySpan<byte> body, ImmutableArray<byte[]> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, signed))));
    }
}

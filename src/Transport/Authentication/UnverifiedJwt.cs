using System.Buffers.Text;
using System.Text.Json;

namespace Streaming.Transport.Authentication;

/// <summary>
/// What a token says, before anything of it has been proved: enough to choose the keys it has to be checked with.
/// Everything that no honest issuer writes is refused here, before a signature is computed.
/// </summary>
/// <param name="Algorithm">The header's <c>alg</c>.</param>
/// <param name="KeyId">The header's <c>kid</c>, if any.</param>
/// <param name="Payload">The claims, an object.</param>
internal readonly record struct UnverifiedJwt(string Algorithm, string? KeyId, JsonElement Payload)
{
    /// <summary>Tokens travel in one header; Kestrel takes 32 KiB for all of them.</summary>
    public const int MaxLength = 8 * 1024;

    // A name that stands twice may be read differently by two readers, and one of them decides who the user is.
    // The depth is for claims of honest issuers; deeper ones only cost time.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>The token in its three parts, or null if it cannot be one that is taken here.</summary>
    public static UnverifiedJwt? Parse(string token)
    {
        // Five parts would be an encrypted one (JWE). None are issued to us, and inflating them has been an attack.
        if (token.Length > MaxLength || token.AsSpan().Count('.') != 2)
            return null;
        string[] parts = token.Split('.');
        if (parts[2].Length == 0 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload)
            return null;
        // RFC 7515, section 4.1.11: what must be understood is not, as no extension is implemented here.
        // Nothing that is signed is compressed; a token that says so is made for a reader that inflates it.
        if (header.TryGetProperty("crit", out _) || header.TryGetProperty("zip", out _) || Text(header, "alg") is not { } algorithm)
            return null;
        bool namesKey = header.TryGetProperty("kid", out var kid);
        if (namesKey && kid.ValueKind != JsonValueKind.String)
            return null;
        return new UnverifiedJwt(algorithm, namesKey ? kid.GetString() : null, payload);
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? Decode(string part)
    {
        try
        {
            using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}

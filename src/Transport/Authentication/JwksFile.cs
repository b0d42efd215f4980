using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// The setting <c>Jwt:JwksFile</c>: a key set of RFC 7517. Keys that are for something else (encryption, other
/// algorithms) are passed over, as identity providers publish all kinds in one set; a set without a usable one is refused.
/// </summary>
internal static class JwksFile
{
    private const string Setting = "Jwt:JwksFile";

    public static IReadOnlyList<JwtKey> Read(string path, ICollection<SettingProblem> problems)
    {
        if (KeyFileText.Read(Setting, path, problems) is not { } text)
            return [];
        try
        {
            var keys = JsonSerializer.Deserialize<KeySet>(text)?.Keys ?? [];
            var usable = keys.OfType<WebKey>().Select(Convert).OfType<JwtKey>().ToList();
            if (Fault(keys, usable) is not { } fault)
                return usable;
            problems.Add(new SettingProblem(Setting, path, fault));
        }
        catch (JsonException exception)
        {
            problems.Add(new SettingProblem(
                Setting, path, $"must hold a JSON Web Key Set; line {exception.LineNumber + 1} does not fit"));
        }
        catch (Exception exception) when (exception is FormatException or CryptographicException)
        {
            problems.Add(new SettingProblem(Setting, path, "must hold a JSON Web Key Set; a number in it is not Base64url"));
        }

        return [];
    }

    private static string? Fault(IReadOnlyList<WebKey?> keys, List<JwtKey> usable)
    {
        if (keys.Any(static key => key?.PrivatePart is not null))
            return "must hold public keys alone; this server has no use for private ones";
        if (usable.Count == 0)
            return $"must hold a key for RS256 or ES256; its RSA keys {PublicKeys.RsaRule}, its others {PublicKeys.EcRule}";
        if (usable.Any(static key => string.IsNullOrEmpty(key.KeyId)))
            return "must give each key a kid";
        return usable.GroupBy(static key => key.KeyId).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? $"must give each key its own kid; {twice.Key} is there twice"
            : null;
    }

    private static JwtKey? Convert(WebKey key) => key switch
    {
        { Use: not (null or "sig") } => null,
        { Type: "RSA", Algorithm: null or JwtAlgorithms.Rs256, Modulus: { } n, Exponent: { } e } =>
            PublicKeys.FromRsa(new RSAParameters { Modulus = Decode(n), Exponent = Decode(e) }, key.KeyId ?? ""),
        { Type: "EC", Algorithm: null or JwtAlgorithms.Es256, Curve: "P-256", X: { } x, Y: { } y } =>
            PublicKeys.FromEc(
                new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new ECPoint { X = Decode(x), Y = Decode(y) },
                },
                key.KeyId ?? ""),
        _ => null,
    };

    private static byte[] Decode(string text) => Base64Url.DecodeFromChars(text);

    private sealed record KeySet([property: JsonPropertyName("keys")] IReadOnlyList<WebKey?>? Keys);

    private sealed record WebKey(
        [property: JsonPropertyName("kty")] string? Type,
        [property: JsonPropertyName("kid")] string? KeyId,
        [property: JsonPropertyName("use")] string? Use,
        [property: JsonPropertyName("alg")] string? Algorithm,
        [property: JsonPropertyName("n")] string? Modulus,
        [property: JsonPropertyName("e")] string? Exponent,
        [property: JsonPropertyName("crv")] string? Curve,
        [property: JsonPropertyName("x")] string? X,
        [property: JsonPropertyName("y")] string? Y,
        [property: JsonPropertyName("d")] string? PrivatePart);
}

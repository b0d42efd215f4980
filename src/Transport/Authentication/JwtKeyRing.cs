using Microsoft.IdentityModel.Tokens;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// The keys that tokens are checked with, chosen by algorithm first. A public key is therefore never used as an HMAC
/// secret, which is the oldest way to forge a token (RFC 8725, section 2.1).
/// </summary>
internal sealed class JwtKeyRing(IReadOnlyList<JwtKey> keys)
{
    public bool IsEmpty => keys.Count == 0;

    /// <summary>Whether a key with this <see cref="JwtKey.Print"/> still is one.</summary>
    public bool Has(string print) => keys.Any(key => key.Print == print);

    /// <summary>The <see cref="JwtKey.Print"/> of one of these keys.</summary>
    public string PrintOf(SecurityKey one) => keys.First(key => ReferenceEquals(key.Key, one)).Print;

    /// <summary>
    /// The keys that a token with this header may be signed with. One that names a key is checked with that key, or with
    /// one that has no name; one that names none, with each that fits its algorithm.
    /// </summary>
    public IReadOnlyList<JwtKey> For(string algorithm, string? keyId) =>
        [.. keys.Where(key => key.Algorithm == algorithm
            && (keyId is null || key.KeyId is null || key.KeyId == keyId))];

    /// <summary>Reads all key sources that <paramref name="options"/> name; what cannot be used goes to <paramref name="problems"/>.</summary>
    public static JwtKeyRing Load(JwtOptions options, ICollection<SettingProblem> problems)
    {
        var keys = new List<JwtKey>();
        if (options.Secret is { } secret && SharedSecret.Read(secret, problems) is { } shared)
            keys.Add(shared);
        if (options.PublicKeyFile is { } pem && PublicKeyFile.Read(pem, problems) is { } single)
            keys.Add(single);
        if (options.JwksFile is { } jwks)
            keys.AddRange(JwksFile.Read(jwks, problems));
        return new JwtKeyRing(keys);
    }
}

using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Streaming.Transport.Authentication;

/// <summary>Makes keys of key material, if it is strong enough to rest on.</summary>
internal static class PublicKeys
{
    public const string RsaRule = "must have RSA keys of 2,048 to 8,192 bits";
    public const string EcRule = "must have elliptic-curve keys on P-256";

    // Below it is weak; far above, checking one signature costs so much that a flood of tokens would be an attack.
    private const int MinRsaBytes = 2048 / 8;
    private const int MaxRsaBytes = 8192 / 8;

    private const string P256 = "1.2.840.10045.3.1.7";

    /// <summary>Null if the key breaks <see cref="RsaRule"/>.</summary>
    public static JwtKey? FromRsa(RSAParameters parameters, string? keyId) =>
        parameters.Modulus is { Length: >= MinRsaBytes and <= MaxRsaBytes } && parameters.Exponent is { Length: > 0 }
            ? new JwtKey(JwtAlgorithms.Rs256, keyId, new RsaSecurityKey(parameters))
            : null;

    /// <summary>Null if the key breaks <see cref="EcRule"/>.</summary>
    public static JwtKey? FromEc(ECParameters parameters, string? keyId)
    {
        if (parameters.Curve.Oid?.Value != P256)
            return null;
        try
        {
            return new JwtKey(JwtAlgorithms.Es256, keyId, new ECDsaSecurityKey(ECDsa.Create(parameters)));
        }
        catch (CryptographicException)
        {
            return null; // not a point of the curve
        }
    }
}

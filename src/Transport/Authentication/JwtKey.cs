using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Streaming.Transport.Authentication;

/// <summary>A key and the one algorithm it may be used with.</summary>
/// <param name="Algorithm">One of <see cref="JwtAlgorithms"/>.</param>
/// <param name="KeyId">The <c>kid</c> that tokens name it by; null for a key that was configured without one.</param>
/// <param name="Key">A public key, or the shared secret.</param>
internal sealed record JwtKey(string Algorithm, string? KeyId, SecurityKey Key)
{
    /// <summary>
    /// What a principal remembers of the key that vouched for it, in hexadecimal: the thumbprint of RFC 7638. Of a secret, which a plain hash would let
    /// be tried out, what only its owner can compute.
    /// </summary>
    public string Print { get; } = Convert.ToHexStringLower(
        Key is SymmetricSecurityKey secret ? HMACSHA256.HashData(secret.Key, "print"u8) : Key.ComputeJwkThumbprint());

    public override string ToString() => $"{Algorithm} {KeyId}";
}

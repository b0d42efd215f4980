using Microsoft.IdentityModel.Tokens;

namespace Streaming.Transport.Authentication;

/// <summary>A key and the one algorithm it may be used with.</summary>
/// <param name="Algorithm">One of <see cref="JwtAlgorithms"/>.</param>
/// <param name="KeyId">The <c>kid</c> that tokens name it by; null for a key that was configured without one.</param>
/// <param name="Key">A public key, or the shared secret.</param>
internal sealed record JwtKey(string Algorithm, string? KeyId, SecurityKey Key)
{
    public override string ToString() => $"{Algorithm} {KeyId}";
}

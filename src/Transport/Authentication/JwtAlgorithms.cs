namespace Streaming.Transport.Authentication;

/// <summary>The signature algorithms of RFC 7518 that are taken. One key serves exactly one of them.</summary>
internal static class JwtAlgorithms
{
    /// <summary>HMAC with SHA-256 and a shared secret.</summary>
    public const string Hs256 = "HS256";

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public const string Rs256 = "RS256";

    /// <summary>ECDSA with P-256 and SHA-256.</summary>
    public const string Es256 = "ES256";

    public static readonly IReadOnlyList<string> All = [Hs256, Rs256, Es256];
}

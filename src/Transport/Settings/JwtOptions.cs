namespace Streaming.Transport.Settings;

/// <summary>
/// The block <c>Jwt</c>. Any combination of the three key sources may be given; a token is checked against the keys that
/// fit its algorithm, and its <c>kid</c> where it has one.
/// </summary>
public sealed class JwtOptions
{
    /// <summary>The shared secret of HS256, 32 characters or more.</summary>
    public string? Secret { get; set; }

    /// <summary>A PEM file with one RSA (2,048 bits or more) or P-256 public key, for RS256 or ES256.</summary>
    public string? PublicKeyFile { get; set; }

    /// <summary>A JSON Web Key Set file with public RSA or P-256 keys, each with its <c>kid</c>.</summary>
    public string? JwksFile { get; set; }

    /// <summary>The <c>iss</c> a token must bear. Null: not looked at.</summary>
    public string? Issuer { get; set; }

    /// <summary>The <c>aud</c> a token must name. Null: not looked at.</summary>
    public string? Audience { get; set; }

    /// <summary>How far the clock of a token's issuer may be off, 0 to 10 minutes.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);
}

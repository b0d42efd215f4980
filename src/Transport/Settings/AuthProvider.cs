namespace Streaming.Transport.Settings;

/// <summary>A kind of credentials.</summary>
public enum AuthProvider
{
    /// <summary>A signed JSON Web Token, <c>Authorization: Bearer …</c>.</summary>
    Jwt,

    /// <summary>An opaque key from the key file, <c>X-API-Key: …</c>.</summary>
    ApiKey,
}

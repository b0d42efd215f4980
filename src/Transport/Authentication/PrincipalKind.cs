namespace Streaming.Transport.Authentication;

/// <summary>Who stands behind a connection or a request.</summary>
public enum PrincipalKind
{
    /// <summary>Showed no credentials, where none are required.</summary>
    Guest,

    /// <summary>A user whom a token or key vouches for.</summary>
    User,

    /// <summary>A back end, by an API key that names a service instead of a user.</summary>
    Service,
}

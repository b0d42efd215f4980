namespace Streaming.Transport.Settings;

/// <summary>Which requests from pages of other sites bear the cookie, as browsers have it.</summary>
public enum LoginSameSite
{
    /// <summary>None.</summary>
    Strict,

    /// <summary>Following a link.</summary>
    Lax,

    /// <summary>All, for pages on another site than the server; browsers ask for https then. The origin has to be listed all the same.</summary>
    None,
}

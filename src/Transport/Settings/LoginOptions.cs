namespace Streaming.Transport.Settings;

/// <summary>The block <c>Login</c>: cookies of users who have logged in.</summary>
public sealed class LoginOptions
{
    /// <summary>What the cookie is called.</summary>
    public string CookieName { get; set; } = "session_id";

    /// <summary>The domain whose hosts are sent the cookie, all of them. Null: the host alone that it came from.</summary>
    public string? CookieDomain { get; set; }

    /// <summary>Which requests from pages of other sites bear the cookie.</summary>
    public LoginSameSite SameSite { get; set; } = LoginSameSite.Lax;

    /// <summary>A login that nobody uses for so long ends, 1 minute to 30 days. A connection that it opened uses it.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A login ends after so long, however much it is used, 1 minute to 90 days; or with the credentials that it was had for, if these end sooner.</summary>
    public TimeSpan AbsoluteTimeout { get; set; } = TimeSpan.FromHours(12);
}

using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Streaming.Actors;
using Streaming.Actors.Ids;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// Writes and reads the cookie of a login. Its text is protected: browsers and whoever sees it on its way know neither the user nor what is
/// looked up, and what somebody else made up is noticed before any store is asked.
/// </summary>
/// <param name="protection">The keys; null: there are none beside this process's own.</param>
/// <param name="options">What the cookie is called, and where browsers send it.</param>
/// <param name="isDevelopment">Plain http may bear the cookie.</param>
internal sealed class LoginCookies(IDataProtectionProvider? protection, LoginOptions options, bool isDevelopment)
{
    /// <summary>Tells our cookies from those of another program that uses the same name: these are passed over.</summary>
    private const string Mark = "s1.";

    /// <summary>A user id, two random texts and what protects them; what is far longer is not worth looking at.</summary>
    private const int MaxLength = 1_024;

    private const char Separator = '\n';

    private readonly IDataProtector _protector = (protection ?? new EphemeralDataProtectionProvider()).CreateProtector("Streaming.Login.v1");

    /// <summary>Whether a cookie that no key here fits may be good all the same: keys that nodes share are read now and then.</summary>
    public bool MayBeReadLater => protection is not null;

    /// <summary>The cookie's text, if there is one of ours.</summary>
    public string? Find(HttpRequest request) =>
        request.Cookies.TryGetValue(options.CookieName, out string? text) && text.StartsWith(Mark, StringComparison.Ordinal) ? text : null;

    /// <summary>Null for one that no node of this cluster has written, as far as its keys are known here.</summary>
    /// <exception cref="StoreAwayException">The keys cannot be read now.</exception>
    public LoginCookie? Read(string text)
    {
        if (text.Length > MaxLength || !text.StartsWith(Mark, StringComparison.Ordinal))
            return null;
        try
        {
            string[] parts = _protector.Unprotect(text[Mark.Length..]).Split(Separator);
            return parts.Length == 3 && UserId.TryParse(parts[0], out var user) ? new LoginCookie(user, parts[1], parts[2]) : null;
        }
        catch (CryptographicException exception) when (exception.InnerException is not (null or CryptographicException or FormatException))
        {
            throw new StoreAwayException(exception.InnerException);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return null;
        }
    }

    public void Write(HttpContext http, LoginCookie login, DateTimeOffset endsAt)
    {
        string text = Mark + _protector.Protect(string.Join(Separator, login.User.Value, login.Handle, login.Secret));
        http.Response.Cookies.Append(options.CookieName, text, Attributes(http, endsAt));
    }

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(options.CookieName, Attributes(http, endsAt: null));

    private CookieOptions Attributes(HttpContext http, DateTimeOffset? endsAt) => new()
    {
        HttpOnly = true,
        // Behind a proxy that ends TLS the request is http, and the browser's is not.
        Secure = http.Request.IsHttps || !isDevelopment,
        SameSite = options.SameSite switch
        {
            LoginSameSite.Strict => SameSiteMode.Strict,
            LoginSameSite.Lax => SameSiteMode.Lax,
            LoginSameSite.None => SameSiteMode.None,
            _ => throw new System.Diagnostics.UnreachableException(),
        },
        Domain = options.CookieDomain,
        Path = "/",
        Expires = endsAt,
    };
}

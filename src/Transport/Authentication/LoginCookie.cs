using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>What a browser shows of a login, out of the cookie that only the server can read.</summary>
/// <param name="Handle">128 random bits that stay as long as the user is logged in.</param>
/// <param name="Secret">128 random bits that are exchanged now and then.</param>
internal sealed record LoginCookie(UserId User, string Handle, string Secret)
{
    /// <summary>What stores know it by.</summary>
    public string Name => HashedSecret.Of(Handle);

    public string SecretHash => HashedSecret.Of(Secret);

    /// <summary>
    /// What a page has to show beside the cookie: follows from it, so that no store has to know it, and says nothing of it. Pages of other
    /// sites cannot read it.
    /// </summary>
    public string CsrfToken => Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Handle), "csrf"u8));

    public bool HasCsrfToken(string? shown) => shown is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(CsrfToken));

    public override string ToString() => nameof(LoginCookie);
}

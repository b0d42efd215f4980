using System.Text;
using Microsoft.IdentityModel.Tokens;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>The setting <c>Jwt:Secret</c>.</summary>
internal static class SharedSecret
{
    /// <summary>RFC 7518, section 3.2: a key of HS256 has at least as many bits as the hash.</summary>
    private const int MinLength = 32;

    private const string Setting = "Jwt:Secret";

    public static JwtKey? Read(string secret, ICollection<SettingProblem> problems)
    {
        if (secret.Length < MinLength)
        {
            problems.Add(new SettingProblem(
                Setting, null, $"must have {MinLength} characters or more; it has {secret.Length}"));
            return null;
        }

        // Everybody may know a public key, so everybody could sign with it.
        if (secret.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            problems.Add(new SettingProblem(Setting, null, "must not be a PEM key; name its file in Jwt:PublicKeyFile"));
            return null;
        }

        return new JwtKey(JwtAlgorithms.Hs256, null, new SymmetricSecurityKey(Encoding.UTF8.GetBytes(secret)));
    }
}

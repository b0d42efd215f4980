using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>What tokens are checked with, and what else they are held to. Read again when the files or the settings change.</summary>
internal sealed record TokenKeys(JwtOptions Rules, JwtKeyRing Ring)
{
    /// <summary>The files that the settings name.</summary>
    public static IReadOnlyList<string> Files(StreamingOptions options) =>
        [.. new[] { options.Jwt.PublicKeyFile, options.Jwt.JwksFile }.OfType<string>()];

    /// <summary>Adds to <paramref name="problems"/> each key that cannot be used.</summary>
    public static TokenKeys Load(StreamingOptions options, ICollection<SettingProblem> problems) => new(
        options.Jwt,
        options.AuthProviders.Contains(AuthProvider.Jwt) ? JwtKeyRing.Load(options.Jwt, problems) : new JwtKeyRing([]));
}

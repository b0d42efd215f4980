using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>All keys that credentials are checked with, and what else tokens are held to. Read again when the files or the settings change.</summary>
internal sealed record AuthenticationKeys(JwtOptions Rules, JwtKeyRing Tokens, IReadOnlyList<ApiKeyEntry> ApiKeys)
{
    /// <summary>The files that the settings name.</summary>
    public static IReadOnlyList<string> Files(StreamingOptions options) =>
        [.. new[] { options.Jwt.PublicKeyFile, options.Jwt.JwksFile, options.ApiKeys.File }.OfType<string>()];

    /// <summary>Adds to <paramref name="problems"/> each key that cannot be used, and when nobody at all could be let in.</summary>
    public static AuthenticationKeys Load(StreamingOptions options, ICollection<SettingProblem> problems)
    {
        int before = problems.Count;
        var tokens = options.AuthProviders.Contains(AuthProvider.Jwt)
            ? JwtKeyRing.Load(options.Jwt, problems)
            : new JwtKeyRing([]);
        var keys = options.AuthProviders.Contains(AuthProvider.ApiKey) && options.ApiKeys.File is { } file
            ? ApiKeyFile.Read(file, problems)
            : [];
        if (problems.Count == before && options.RequireAuth && tokens.IsEmpty && keys.Count == 0)
        {
            problems.Add(new SettingProblem(
                nameof(StreamingOptions.RequireAuth),
                "true",
                "lets nobody in without keys: set Jwt:Secret, Jwt:PublicKeyFile, Jwt:JwksFile or ApiKeys:File, "
                + "or set RequireAuth to false"));
        }

        return new AuthenticationKeys(options.Jwt, tokens, keys);
    }
}

using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>All keys that credentials are checked with, read once at the start.</summary>
internal sealed record AuthenticationKeys(JwtKeyRing Tokens, IReadOnlyList<ApiKeyEntry> ApiKeys)
{
    /// <exception cref="InvalidSettingsException">A key cannot be used, or nobody at all could be let in.</exception>
    public static AuthenticationKeys Load(StreamingOptions options)
    {
        var problems = new List<SettingProblem>();
        bool takesTokens = options.AuthProviders.Contains(AuthProvider.Jwt);
        bool takesKeys = options.AuthProviders.Contains(AuthProvider.ApiKey);
        var tokens = takesTokens ? JwtKeyRing.Load(options.Jwt, problems) : new JwtKeyRing([]);
        var keys = takesKeys && options.ApiKeys.File is { } file ? ApiKeyFile.Read(file, problems) : [];
        if (problems.Count == 0 && options.RequireAuth && tokens.IsEmpty && keys.Count == 0)
        {
            problems.Add(new SettingProblem(
                nameof(StreamingOptions.RequireAuth),
                "true",
                "lets nobody in without keys: set Jwt:Secret, Jwt:PublicKeyFile, Jwt:JwksFile or ApiKeys:File, "
                + "or set RequireAuth to false"));
        }

        return problems.Count == 0 ? new AuthenticationKeys(tokens, keys) : throw new InvalidSettingsException(problems);
    }
}

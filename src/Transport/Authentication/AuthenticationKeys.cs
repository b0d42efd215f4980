using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// All keys that credentials are checked with. Tokens and API keys are two parts: a file of one that is broken must not keep a key of the other
/// from being taken back.
/// </summary>
internal static class AuthenticationKeys
{
    /// <summary>Adds to <paramref name="problems"/> each key that cannot be used, and when nobody at all could be let in.</summary>
    public static void Check(StreamingOptions options, ICollection<SettingProblem> problems)
    {
        int before = problems.Count;
        var tokens = TokenKeys.Load(options, problems);
        var keys = LoadApiKeys(options, problems);
        // Asked at the start alone: later it is how the last key is taken back.
        if (problems.Count == before && options.RequireAuth && tokens.Ring.IsEmpty && keys.Count == 0)
        {
            problems.Add(new SettingProblem(
                nameof(StreamingOptions.RequireAuth),
                "true",
                "lets nobody in without keys: set Jwt:Secret, Jwt:PublicKeyFile, Jwt:JwksFile or ApiKeys:File, "
                + "or set RequireAuth to false"));
        }
    }

    /// <summary>The file that the settings name.</summary>
    public static IReadOnlyList<string> ApiKeyFiles(StreamingOptions options) => options.ApiKeys.File is { } file ? [file] : [];

    /// <summary>None are no problem: the file may hold the last one no more.</summary>
    public static IReadOnlyList<ApiKeyEntry> LoadApiKeys(StreamingOptions options, ICollection<SettingProblem> problems) =>
        options.AuthProviders.Contains(AuthProvider.ApiKey) && options.ApiKeys.File is { } file ? ApiKeyFile.Read(file, problems) : [];
}

using System.Collections.Immutable;
using System.Text;
using Streaming.Transport.Authentication;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Webhooks;

/// <summary>The settings <c>Secret</c> and <c>SecretFile</c> of a webhook.</summary>
internal static class WebhookSecrets
{
    /// <summary>What libraries of Standard Webhooks (standardwebhooks.com) know a secret in base64 by.</summary>
    private const string Base64Prefix = "whsec_";

    /// <summary>The specification's least: 24 bytes.</summary>
    private const int MinLength = 24;

    public static ImmutableArray<byte[]> Read(WebhookOptions options, string key, ICollection<SettingProblem> problems)
    {
        if (options.Secret is not null && options.SecretFile is not null)
        {
            problems.Add(new SettingProblem($"{key}:SecretFile", options.SecretFile, "must not be set beside Secret"));
            return [];
        }

        if (options.SecretFile is { } file)
        {
            return KeyFileText.Read($"{key}:SecretFile", file, problems) is { } text
                ? ReadAll(text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), $"{key}:SecretFile", problems)
                : [];
        }

        return ReadAll(options.Secret is { } secret ? [secret] : [], $"{key}:Secret", problems);
    }

    private static ImmutableArray<byte[]> ReadAll(string[] texts, string setting, ICollection<SettingProblem> problems)
    {
        ImmutableArray<byte[]?> secrets = [.. texts.Select(BytesOf)];
        if (!secrets.IsEmpty && secrets.All(static secret => secret is { Length: >= MinLength }))
            return [.. secrets.OfType<byte[]>()];

        // Not the value: it may be a secret all the same.
        problems.Add(new SettingProblem(setting, null, $"must be a secret of {MinLength} characters or more, or {Base64Prefix} and as many bytes in base64"));
        return [];
    }

    private static byte[]? BytesOf(string text)
    {
        if (!text.StartsWith(Base64Prefix, StringComparison.Ordinal))
            return Encoding.UTF8.GetBytes(text);

        byte[] buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text[Base64Prefix.Length..], buffer, out int length) ? buffer[..length] : null;
    }
}

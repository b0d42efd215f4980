using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Actors.Ids;
using Streaming.Transport.Settings;

namespace Streaming.Transport.Authentication;

/// <summary>
/// The setting <c>ApiKeys:File</c>:
/// <code>
/// { "keys": [ { "name": "billing", "sha256": "64 hex digits", "service": "billing", "scopes": ["admin"], "limits": false },
///             { "name": "ann's script", "sha256": "…", "user": "ann", "rooms": ["team-*"], "limits": { "messages_per_second": 2 }, "channels": ["prices.*"], "expires": "2027-01-01T00:00:00Z" } ] }
/// </code>
/// A plain hash is enough, because keys are not passwords: they are made of at least 128 random bits
/// (<c>openssl rand -hex 32</c>), which nobody can guess however fast the hash is.
/// </summary>
internal static class ApiKeyFile
{
    private const string Setting = "ApiKeys:File";

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        // A misspelt "rooms" would lift a restriction.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    public static IReadOnlyList<ApiKeyEntry> Read(string path, ICollection<SettingProblem> problems)
    {
        if (KeyFileText.Read(Setting, path, problems) is not { } text)
            return [];
        try
        {
            var lines = JsonSerializer.Deserialize<KeyList>(text, Strict)?.Keys ?? [];
            var entries = new List<ApiKeyEntry>();
            for (int i = 0; i < lines.Count; i++)
            {
                var (entry, fault) = Read(lines[i]);
                if (entry is null)
                    problems.Add(new SettingProblem(Setting, path, $"key {i + 1} ({lines[i]?.Name ?? "no name"}) {fault}"));
                else if (entries.Any(other => other.Hash.Span.SequenceEqual(entry.Hash.Span)))
                    problems.Add(new SettingProblem(Setting, path, $"key {i + 1} ({lines[i]!.Name}) must not be there twice"));
                else
                    entries.Add(entry);
            }

            return entries;
        }
        catch (JsonException exception)
        {
            // The message may quote the file; the line is enough to find the place.
            problems.Add(new SettingProblem(
                Setting, path, $"must hold a list of keys in JSON; line {exception.LineNumber + 1} does not fit"));
            return [];
        }
    }

    private static (ApiKeyEntry? Entry, string? Fault) Read(KeyLine? line)
    {
        if (string.IsNullOrWhiteSpace(line?.Name))
            return (null, "must have a name");
        if (Hash(line.Sha256) is not { } hash)
            return (null, "must have a sha256 of 64 hexadecimal digits");
        if (line.User is null == line.Service is null)
            return (null, "must have either a user or a service");
        if (!UserId.TryParse(line.User ?? UserIdRule.ForService(line.Service!), out var user))
            return (null, $"must name a user or service by an id, which {UserIdRule.Text}");
        if (!TryTime(line.Expires, out var expires))
            return (null, "must have its expires as 2027-01-31T00:00:00Z");
        if (!NamePattern.TryParseAll(line.Rooms, out var rooms))
            return (null, "must have room ids in rooms, or starts of them with a * after");
        if (!NamePattern.TryParseAll(line.Channels, out var channels))
            return (null, "must have channel ids in channels, or starts of them with a * after");
        LimitsClaim? limits = line.Limits is { } said ? LimitsClaim.Read(said) : default(LimitsClaim);
        if (limits is null)
            return (null, LimitsClaim.Rule);
        return (
            new ApiKeyEntry(hash, new Principal
            {
                UserId = user,
                Kind = line.Service is null ? PrincipalKind.User : PrincipalKind.Service,
                Scopes = new HashSet<string>(line.Scopes ?? [], StringComparer.Ordinal),
                Rooms = rooms,
                Channels = channels,
                IsExemptFromLimits = limits.Value.IsExempt,
                Limits = limits.Value.Limits,
                ExpiresAt = expires,
                KeyName = line.Name,
                KeyHash = Convert.ToHexStringLower(hash),
            }),
            null);
    }

    private static byte[]? Hash(string? hex) =>
        hex is { Length: SHA256.HashSizeInBytes * 2 } && hex.All(char.IsAsciiHexDigit) ? Convert.FromHexString(hex) : null;

    private static bool TryTime(string? text, out DateTimeOffset? time)
    {
        bool parsed = DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.fffK"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var value);
        time = parsed ? value : null;
        return parsed || text is null;
    }

    private sealed record KeyList(IReadOnlyList<KeyLine?>? Keys);

    private sealed record KeyLine(
        string? Name,
        string? Sha256,
        string? User,
        string? Service,
        IReadOnlyList<string>? Scopes,
        IReadOnlyList<string?>? Rooms,
        IReadOnlyList<string?>? Channels,
        JsonElement? Limits,
        string? Expires);
}

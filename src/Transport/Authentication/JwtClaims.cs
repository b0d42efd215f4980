using System.Text.Json;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>
/// The claims that mean something here. A claim of the wrong shape fails the whole token: one that was meant to
/// confine must not be passed over because it was misspelt.
/// </summary>
internal sealed record JwtClaims
{
    /// <summary><c>sub</c>, a user id.</summary>
    public required UserId User { get; init; }

    /// <summary><c>exp</c>, which every token must have: one that leaked must not be good for ever.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary><c>nbf</c>.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary><c>scope</c>: words with spaces between them (RFC 8693), or a list of words.</summary>
    public required IReadOnlySet<string> Scopes { get; init; }

    /// <summary><c>rooms</c>: a list of room ids or patterns.</summary>
    public IReadOnlyList<NamePattern>? Rooms { get; init; }

    /// <summary><c>channels</c>: a list of channel ids or patterns.</summary>
    public IReadOnlyList<NamePattern>? Channels { get; init; }

    /// <summary><c>limits</c>.</summary>
    public LimitsClaim Limits { get; init; }

    /// <summary>The claims, or why the token is refused.</summary>
    public static (JwtClaims? Claims, AuthOutcome.Rejected? Refusal) Read(JsonElement payload)
    {
        if (!payload.TryGetProperty("sub", out var sub)
            || sub.ValueKind != JsonValueKind.String || !UserId.TryParse(sub.GetString(), out var user))
        {
            return (null, new AuthOutcome.Rejected(Rejection.InvalidUserId, $"the token's sub {UserIdRule.Text}"));
        }

        bool hasNotBefore = payload.TryGetProperty("nbf", out var nbf);
        bool hasRooms = payload.TryGetProperty("rooms", out var rooms);
        bool hasChannels = payload.TryGetProperty("channels", out var channels);
        bool hasLimits = payload.TryGetProperty("limits", out var limits);
        if (!payload.TryGetProperty("exp", out var exp) || Time(exp) is not { } expires)
            return Malformed("exp");
        if (hasNotBefore && Time(nbf) is null)
            return Malformed("nbf");
        if (hasRooms && Patterns(rooms) is null)
            return Malformed("rooms");
        if (hasChannels && Patterns(channels) is null)
            return Malformed("channels");
        if (hasLimits && LimitsClaim.Read(limits) is null)
            return Malformed("limits");
        if (Words(payload) is not { } scopes)
            return Malformed("scope");
        return (
            new JwtClaims
            {
                User = user,
                Expires = expires,
                NotBefore = hasNotBefore ? Time(nbf) : null,
                Scopes = scopes,
                Rooms = hasRooms ? Patterns(rooms) : null,
                Channels = hasChannels ? Patterns(channels) : null,
                Limits = hasLimits ? LimitsClaim.Read(limits)!.Value : default,
            },
            null);
    }

    private static (JwtClaims?, AuthOutcome.Rejected) Malformed(string claim) =>
        (null, new AuthOutcome.Rejected(Rejection.Malformed, $"the token's claim {claim} is missing or has the wrong shape"));

    // NumericDate: seconds since 1970, perhaps with a fraction. What is outside of time is at its end.
    private static DateTimeOffset? Time(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double seconds) || seconds < 0)
            return null;
        double last = (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).TotalSeconds;
        return seconds >= last ? DateTimeOffset.MaxValue : DateTimeOffset.UnixEpoch.AddSeconds(seconds);
    }

    private static HashSet<string>? Words(JsonElement payload)
    {
        if (!payload.TryGetProperty("scope", out var scope))
            return [];
        if (scope.ValueKind == JsonValueKind.String)
            return [.. scope.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        return Strings(scope) is { } words ? [.. words] : null;
    }

    private static List<NamePattern>? Patterns(JsonElement value) =>
        Strings(value) is { } texts && NamePattern.TryParseAll(texts, out var patterns) ? patterns : null;

    private static List<string>? Strings(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return null;
        var texts = new List<string>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
                return null;
            texts.Add(item.GetString()!);
        }

        return texts;
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Streaming.Actors.Ids;

namespace Streaming.Transport.Authentication;

/// <summary>
/// A principal as stores keep it, in JSON: all of it, so that what it may do on another node, and later, is what it may do here and now. What a
/// store gives back was put there by a node; other releases may have written it, so it is read with care.
/// </summary>
internal static class PrincipalCodec
{
    private static readonly JsonSerializerOptions Compact = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        // A newer release may confine by what this one does not know.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public static byte[] Encode(Principal principal) => JsonSerializer.SerializeToUtf8Bytes(
        new Kept(
            principal.UserId.Value,
            principal.Kind,
            principal.IsNameless,
            [.. principal.Scopes],
            principal.Rooms?.Select(static room => room.ToString()).ToArray(),
            principal.Channels?.Select(static channel => channel.ToString()).ToArray(),
            principal.IsExemptFromLimits,
            principal.Limits,
            principal.ExpiresAt,
            principal.KeyName,
            principal.KeyHash,
            principal.Login,
            principal.TokenKey),
        Compact);

    /// <summary>Null for what this release cannot read.</summary>
    public static Principal? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize<Kept>(bytes, Compact) is { } kept ? Restore(kept) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Principal? Restore(Kept kept)
    {
        if (!UserId.TryParse(kept.User, out var user) || !Enum.IsDefined(kept.Kind)
            || !NamePattern.TryParseAll(kept.Rooms, out var rooms) || !NamePattern.TryParseAll(kept.Channels, out var channels))
        {
            return null;
        }

        return new Principal
        {
            UserId = user,
            Kind = kept.Kind,
            IsNameless = kept.Nameless,
            Scopes = new HashSet<string>(kept.Scopes ?? [], StringComparer.Ordinal),
            Rooms = rooms,
            Channels = channels,
            IsExemptFromLimits = kept.Exempt,
            Limits = kept.Limits,
            ExpiresAt = kept.ExpiresAt,
            KeyName = kept.KeyName,
            KeyHash = kept.KeyHash,
            Login = kept.Login,
            TokenKey = kept.TokenKey,
        };
    }

    private sealed record Kept(
        string? User,
        PrincipalKind Kind,
        bool Nameless,
        IReadOnlyList<string>? Scopes,
        IReadOnlyList<string>? Rooms,
        IReadOnlyList<string>? Channels,
        bool Exempt,
        PrincipalLimits? Limits,
        DateTimeOffset? ExpiresAt,
        string? KeyName,
        string? KeyHash,
        string? Login,
        string? TokenKey);
}

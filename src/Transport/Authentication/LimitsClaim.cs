using System.Text.Json;

namespace Streaming.Transport.Authentication;

/// <summary>
/// What a token's claim <c>limits</c>, or a key's, says: <c>false</c> for none, <c>true</c> for those of the settings, or limits of its own,
/// <c>{"messages_per_second":5,"messages_per_minute":60,"burst":10,"connections":2}</c>, each of which may be left out. Anything else is no
/// claim: a misspelt name would lift a restriction.
/// </summary>
internal readonly record struct LimitsClaim(bool IsExempt, PrincipalLimits? Limits)
{
    public const string Rule =
        "must have as limits true, false, or an object of messages_per_second, messages_per_minute, burst and connections, whole numbers from 1 to 1000000";

    /// <summary>Null if it has another shape.</summary>
    public static LimitsClaim? Read(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False => new LimitsClaim(IsExempt: true, null),
        JsonValueKind.True => new LimitsClaim(IsExempt: false, null),
        JsonValueKind.Object => ReadEach(value) is { } limits ? new LimitsClaim(IsExempt: false, limits) : null,
        _ => null,
    };

    private static PrincipalLimits? ReadEach(JsonElement value)
    {
        var limits = new PrincipalLimits();
        foreach (var member in value.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Number
                || !member.Value.TryGetInt32(out int limit) || limit is < 1 or > PrincipalLimits.Max)
            {
                return null;
            }

            switch (member.Name)
            {
                case "messages_per_second":
                    limits = limits with { MessagesPerSecond = limit };
                    break;
                case "messages_per_minute":
                    limits = limits with { MessagesPerMinute = limit };
                    break;
                case "burst":
                    limits = limits with { Burst = limit };
                    break;
                case "connections":
                    limits = limits with { Connections = limit };
                    break;
                default:
                    return null;
            }
        }

        return limits;
    }
}

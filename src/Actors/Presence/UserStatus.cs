namespace Streaming.Actors.Presence;

/// <summary>
/// What others see of a user. <see cref="Metadata"/> is a UTF-8 JSON object, or empty. Two are equal when they say the same, byte
/// for byte, whichever node they came from.
/// </summary>
/// <param name="Activity">What the user is doing, in their words; null for nothing.</param>
/// <param name="Devices">Not chosen, but what the user's connections are.</param>
public sealed record UserStatus(
    Availability Availability, string? CustomStatus = null, ReadOnlyMemory<byte> Metadata = default, string? Activity = null,
    Devices Devices = Devices.None)
{
    public static readonly UserStatus Online = new(Availability.Online);
    public static readonly UserStatus Offline = new(Availability.Offline);

    public bool Equals(UserStatus? other) =>
        other is not null && Availability == other.Availability && CustomStatus == other.CustomStatus && Activity == other.Activity
        && Devices == other.Devices && Metadata.Span.SequenceEqual(other.Metadata.Span);

    public override int GetHashCode() => ((int)Availability << 24) ^ ((int)Devices << 16) ^ ((CustomStatus?.Length ?? 0) << 8) ^ Metadata.Length;
}

namespace Streaming.Actors.Presence;

/// <summary>
/// What others see of a user. <see cref="Metadata"/> is a UTF-8 JSON object, or empty. Two are equal when they say the same, byte
/// for byte, whichever node they came from.
/// </summary>
public sealed record UserStatus(Availability Availability, string? CustomStatus = null, ReadOnlyMemory<byte> Metadata = default)
{
    public static readonly UserStatus Online = new(Availability.Online);
    public static readonly UserStatus Offline = new(Availability.Offline);

    public bool Equals(UserStatus? other) =>
        other is not null && Availability == other.Availability && CustomStatus == other.CustomStatus
        && Metadata.Span.SequenceEqual(other.Metadata.Span);

    public override int GetHashCode() => ((int)Availability << 16) ^ ((CustomStatus?.Length ?? 0) << 8) ^ Metadata.Length;
}

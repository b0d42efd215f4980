namespace Streaming.Actors.Presence;

/// <summary>What others see of a user. <see cref="Metadata"/> is a UTF-8 JSON object, or empty.</summary>
public sealed record UserStatus(Availability Availability, string? CustomStatus = null, ReadOnlyMemory<byte> Metadata = default)
{
    public static readonly UserStatus Online = new(Availability.Online);
    public static readonly UserStatus Offline = new(Availability.Offline);
}

namespace Streaming.Transport.Settings;

/// <summary>The block <c>Rooms</c>.</summary>
public sealed class RoomOptions
{
    /// <summary>
    /// A room without commands and listeners for this long leaves memory, and comes back from its log on the next command.
    /// One second to one day.
    /// </summary>
    public TimeSpan PassivateAfter { get; set; } = TimeSpan.FromMinutes(1);
}

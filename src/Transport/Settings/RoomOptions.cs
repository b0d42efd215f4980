namespace Streaming.Transport.Settings;

/// <summary>The block <c>Rooms</c>.</summary>
public sealed class RoomOptions
{
    /// <summary>
    /// A room without commands and listeners for this long leaves memory, and comes back from its log on the next command.
    /// 15 seconds to one day: nodes say every ten that they still listen.
    /// </summary>
    public TimeSpan PassivateAfter { get; set; } = TimeSpan.FromMinutes(1);
}

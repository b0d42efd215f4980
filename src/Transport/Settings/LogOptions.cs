namespace Streaming.Transport.Settings;

/// <summary>The block <c>Log</c>.</summary>
public sealed class LogOptions
{
    /// <summary>Logged events that a room keeps, 100 to 1,000,000; the oldest go first.</summary>
    public int MaxEntriesPerRoom { get; set; } = 10_000;
}

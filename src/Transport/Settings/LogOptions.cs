namespace Streaming.Transport.Settings;

/// <summary>The block <c>Log</c>.</summary>
public sealed class LogOptions
{
    /// <summary>When a message counts as logged. Without Redis there is only this process's memory, and the setting says nothing.</summary>
    public LogAck Ack { get; set; } = LogAck.Redis;

    /// <summary>Replicas of Redis that must have a message, 1 to 10; counts with <see cref="LogAck.Replicated"/> only.</summary>
    public int Replicas { get; set; } = 1;

    /// <summary>Logged events that a room keeps, 100 to 1,000,000; the oldest go first.</summary>
    public int MaxEntriesPerRoom { get; set; } = 10_000;

    /// <summary>The age at which logged events go, in rooms that nobody uses, too; 0: none goes for its age.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Logged events of a room, the newest, that stay uncompressed in Redis, 0 to 1,000,000; 0: all.</summary>
    public int UncompressedEntries { get; set; } = 1_024;
}

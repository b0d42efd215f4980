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
}

namespace Streaming.Transport.Settings;

/// <summary>When a message counts as logged, so that its sender is told.</summary>
public enum LogAck
{
    /// <summary>When the room has decided; the store is written to afterwards. Fastest; a node that dies takes what it acked last with it.</summary>
    Memory,

    /// <summary>When Redis has it.</summary>
    Redis,

    /// <summary>When <see cref="LogOptions.Replicas"/> replicas of Redis have it too.</summary>
    Replicated,
}

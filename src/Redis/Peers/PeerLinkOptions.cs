namespace Streaming.Redis.Peers;

/// <summary>How nodes speak over Redis. The defaults suit a local network; tests make them smaller.</summary>
public sealed record PeerLinkOptions
{
    /// <summary>
    /// Bytes of messages, about, that leave in one publication. Large enough that its fixed cost does not count, small enough that
    /// the Redis server, which copies it to each subscriber on its one thread, is not held up.
    /// </summary>
    public int MaxBatchBytes { get; init; } = 256 * 1024;

    public int MaxBatchMessages { get; init; } = 1024;

    /// <summary>Bytes of messages, about, that wait for one node; what waits longest is dropped above that.</summary>
    public long MaxQueuedBytes { get; init; } = 16 * 1024 * 1024;

    public int MaxQueuedMessages { get; init; } = 65_536;

    /// <summary>
    /// Frames of other nodes that wait to be read; above that the oldest are not read, and what they held is looked for in the logs.
    /// Reading takes microseconds a message, so only a process that was stopped or starved has so many.
    /// </summary>
    public int MaxUnreadFrames { get; init; } = 4096;

    /// <summary>How often a node asks itself whether it still hears anything.</summary>
    public TimeSpan ProbeEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The same while it does not.</summary>
    public TimeSpan ProbeEveryWhenQuiet { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>So long without an answer, and the subscription is taken for dead and made anew.</summary>
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromSeconds(3);
}

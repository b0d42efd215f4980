namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Says when which message is published.</summary>
internal interface IPace
{
    void Begin(LoadGenerator generator, long now);

    /// <summary>Publishes what is due by now.</summary>
    /// <returns>When something is due next, <see cref="long.MaxValue"/> if that depends on what comes.</returns>
    long Publish(LoadGenerator generator, long now);

    /// <summary>All listeners have a message of this stream.</summary>
    void Completed(PublishedStream stream)
    {
    }

    void Ponged()
    {
    }
}

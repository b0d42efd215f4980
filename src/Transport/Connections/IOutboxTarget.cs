namespace Streaming.Transport.Connections;

/// <summary>Where an outbox's bytes go, and where its drainer runs.</summary>
internal interface IOutboxTarget
{
    /// <summary>
    /// Writes all of <paramref name="bytes"/>, which stay as they are until it has; one write at a time. Throws once
    /// nobody reads any more.
    /// </summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Runs <paramref name="drainer"/> once, soon, and never on the caller's stack; from any thread.</summary>
    void Schedule(IThreadPoolWorkItem drainer);
}

namespace Streaming.Transport.Connections;

/// <summary>An outbox over a stream, drained on the thread pool.</summary>
/// <param name="stream">Written to by the outbox alone; neither flushed nor disposed by it.</param>
internal sealed class StreamTarget(Stream stream) : IOutboxTarget
{
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => stream.WriteAsync(bytes);

    public void Schedule(IThreadPoolWorkItem drainer) => ThreadPool.UnsafeQueueUserWorkItem(drainer, preferLocal: false);
}

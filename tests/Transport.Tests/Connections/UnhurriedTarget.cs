using Streaming.Transport.Connections;

namespace Streaming.Transport.Tests.Connections;

/// <summary>Takes all that is written at once, and leaves it to the test when drainers come.</summary>
internal sealed class UnhurriedTarget : IOutboxTarget
{
    public Queue<IThreadPoolWorkItem> Drainers { get; } = new();

    /// <summary>Bytes.</summary>
    public long Written { get; private set; }

    /// <summary>Called in the middle of each write.</summary>
    public Action? Wrote { get; set; }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        Written += bytes.Length;
        Wrote?.Invoke();
        return ValueTask.CompletedTask;
    }

    public void Schedule(IThreadPoolWorkItem drainer) => Drainers.Enqueue(drainer);
}

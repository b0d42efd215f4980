namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>
/// So many messages of each stream are in flight at a time. A message is in flight until the last listener of its room has it.
/// </summary>
/// <param name="window">1 to <see cref="PublishedStream.MostInFlight"/>.</param>
internal sealed class WindowPace(int window) : IPace
{
    private readonly Queue<PublishedStream> _due = new();

    public void Begin(LoadGenerator generator, long now)
    {
        _due.Clear();
        foreach (PublishedStream stream in generator.Streams)
        {
            stream.CountInFlight();
            for (int i = 0; i < window; i++)
                _due.Enqueue(stream);
        }
    }

    public long Publish(LoadGenerator generator, long now)
    {
        while (_due.TryDequeue(out PublishedStream? stream))
            generator.Publish(stream, now);
        return long.MaxValue;
    }

    public void Completed(PublishedStream stream) => _due.Enqueue(stream);
}

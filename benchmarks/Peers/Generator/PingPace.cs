namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>Pings on the first connection, each when the one before was answered.</summary>
internal sealed class PingPace : IPace
{
    private bool _isDue;

    public void Begin(LoadGenerator generator, long now) => _isDue = true;

    public long Publish(LoadGenerator generator, long now)
    {
        if (_isDue)
            generator.Ping(now);
        _isDue = false;
        return long.MaxValue;
    }

    public void Ponged() => _isDue = true;
}

namespace Streaming.Benchmarks.Peers.Generator;

/// <summary>So many messages a second, whatever the server does: one stream after another, in an order that is mixed but always the same.</summary>
/// <param name="perSecond">Of all streams together.</param>
internal sealed class RatePace(double perSecond) : IPace
{
    /// <summary>Messages that are late leave in portions, between which what came is read.</summary>
    private const int MostAtOnce = 64;

    private PublishedStream[] _order = [];
    private long _began;
    private long _count;

    public void Begin(LoadGenerator generator, long now)
    {
        _order = [.. generator.Streams];
        new Random(4711).Shuffle(_order);
        (_began, _count) = (now, 0);
    }

    public long Publish(LoadGenerator generator, long now)
    {
        long due = Due;
        for (int i = 0; due <= now && i < MostAtOnce; i++, due = Due)
            generator.Publish(_order[_count++ % _order.Length], due);
        return due;
    }

    private long Due => _began + (long)(_count * (Clock.Second / perSecond));
}

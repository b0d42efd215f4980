namespace Streaming.Transport.Connections;

/// <summary>Counts this node's connections, for health, metrics and the tests that look for leaks.</summary>
internal sealed class ConnectionCounters
{
    private long _opened;
    private long _closed;

    /// <summary>Connections that were ever opened.</summary>
    public long Opened => Interlocked.Read(ref _opened);

    /// <summary>Connections whose last resource has been released.</summary>
    public long Closed => Interlocked.Read(ref _closed);

    /// <summary>Connections that hold resources now.</summary>
    // Closed is read first: one that opens and closes in between must not count as minus one.
    public long Live => -Closed + Opened;

    public void CountOpened() => Interlocked.Increment(ref _opened);

    public void CountClosed() => Interlocked.Increment(ref _closed);
}

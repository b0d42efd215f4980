namespace Streaming.Transport.Hooks;

/// <summary>What went wrong with hooks, since the start.</summary>
internal sealed class HookCounters
{
    private long _failed;
    private long _timedOut;
    private long _dropped;

    /// <summary>Hooks that threw.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Hooks that took too long.</summary>
    public long TimedOut => Interlocked.Read(ref _timedOut);

    /// <summary>Events that hooks were not told of, because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void AddFailed() => Interlocked.Increment(ref _failed);

    public void AddTimedOut() => Interlocked.Increment(ref _timedOut);

    public void AddDropped() => Interlocked.Increment(ref _dropped);
}

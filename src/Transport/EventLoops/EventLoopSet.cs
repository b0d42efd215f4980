using Streaming.Actors.Time;

namespace Streaming.Transport.EventLoops;

/// <summary>
/// The event loops of a node. A turn runs on the loop that asked for it, where what it needs is warm; those that come
/// from outside, and new connections, are dealt out in turn.
/// </summary>
internal sealed class EventLoopSet : IScheduler, IDisposable
{
    private readonly EventLoop[] _loops;
    private uint _nextForSockets;
    private uint _nextForTurns;

    /// <param name="count">At least 1.</param>
    /// <param name="poll">How long each looks before it sleeps.</param>
    public EventLoopSet(int count, TimeSpan poll = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _loops = [.. Enumerable.Range(0, count).Select(index => new EventLoop($"Event loop {index}", poll))];
        foreach (var loop in _loops)
        {
            loop.Others = [.. _loops.Where(other => other != loop)];
            loop.Start();
        }
    }

    /// <summary>The calls that the loops are made of are those of Linux.</summary>
    public static bool IsSupported => OperatingSystem.IsLinux();

    /// <summary>All of them, for who wants to know of each.</summary>
    public IReadOnlyList<IScheduler> All => _loops;

    /// <summary>Counted apart from turns, or connections, which never move, might end up on few loops.</summary>
    public EventLoop NextForSockets() => Next(ref _nextForSockets);

    public void Schedule(IThreadPoolWorkItem item) => (EventLoop.Current ?? Next(ref _nextForTurns)).Schedule(item);

    public void Dispose()
    {
        foreach (var loop in _loops)
            loop.Stop();
    }

    private EventLoop Next(ref uint count) => _loops[Interlocked.Increment(ref count) % (uint)_loops.Length];
}

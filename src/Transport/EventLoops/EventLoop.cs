using System.Diagnostics;
using System.Runtime.InteropServices;
using Streaming.Actors.Time;

namespace Streaming.Transport.EventLoops;

/// <summary>
/// One thread that serves its sockets and runs the turns of rooms and feeds. A round is: (1) take what epoll knows,
/// which reads messages and hands them to their rooms; (2) run the turns that this and other threads asked for;
/// (3) write each connection that something waits for, once. So whatever came in at the same time leaves together: the
/// busier the loop, the more frames there are in a write, and a write costs far more than all before it.
/// <para>
/// What runs here must not block: it would hold up all connections of the loop.
/// </para>
/// </summary>
internal sealed class EventLoop : IScheduler
{
    // Rounds must stay short enough that no socket waits long for its turn.
    private const int MaxEvents = 512;
    private const int MaxTurns = 1024;

    // Some half a millisecond of writing: below this, waking another loop costs more than it saves.
    private const int WritesWorthSharing = 128;

    private const int Forever = -1;
    private const int NotAtAll = 0;

    [ThreadStatic]
    private static EventLoop? _current;

    private readonly FileDescriptor _epoll = LibC.CreateEpoll();
    private readonly FileDescriptor _wake = LibC.CreateEvent();
    private readonly WatcherTable _watchers = new();
    private readonly Thread _thread;
    private readonly TimeSpan _poll;

    // Touched by the loop's own thread alone.
    private long _busyAt = Stopwatch.GetTimestamp();
    private readonly Queue<IThreadPoolWorkItem> _turns = new();
    private List<IThreadPoolWorkItem> _writes = [];
    private List<IThreadPoolWorkItem> _writing = [];

    private readonly Lock _lock = new();
    private List<IThreadPoolWorkItem> _handedIn = [];
    private List<IThreadPoolWorkItem> _taken = [];
    private bool _stopped;
    private volatile bool _awake = true;

    // Asleep, or looking for something to do: it has room for what another loop has too much of.
    private volatile bool _idle;

    /// <param name="name">Of its thread.</param>
    /// <param name="poll">
    /// For how long a loop that has nothing to do looks again and again before it sleeps: to wake a core that sleeps takes longer
    /// than all that a message needs. 0: it sleeps at once, and costs nothing while nothing comes.
    /// </param>
    public EventLoop(string name, TimeSpan poll = default)
    {
        _poll = poll;
        _thread = new Thread(Run) { Name = name, IsBackground = true };
        Watch(_wake, new Waker(_wake), Readiness.Readable);
    }

    /// <summary>The loop whose thread this is; null on any other.</summary>
    public static EventLoop? Current => _current;

    /// <summary>The other loops of the node, which take their share when one has very many connections to write to. Set before the start.</summary>
    public IReadOnlyList<EventLoop> Others { private get; set; } = [];

    /// <summary>Descriptors watched, its own included.</summary>
    public int Watched => _watchers.Count;

    public void Start() => _thread.Start();

    /// <summary>
    /// Ends after the round that is under way. Turns that are asked for from now on run on the thread pool; sockets get
    /// no further events.
    /// </summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_stopped)
                return;
            _stopped = true;
        }
        Wake();
        if (_current != this)
            _thread.Join();
    }

    /// <summary>A turn in this round or, from another thread, in the next.</summary>
    public void Schedule(IThreadPoolWorkItem item)
    {
        if (_current == this)
            _turns.Enqueue(item);
        else
            HandIn(item);
    }

    /// <summary>A turn in the next round, after all other sockets have had theirs; from any thread.</summary>
    public void ScheduleNext(IThreadPoolWorkItem item) => HandIn(item);

    /// <summary>
    /// Runs <paramref name="drainer"/> at the end of the round in which this is called, whichever loop it is: the
    /// connection may be another loop's, but waking that would cost more than the write. Called off the loops, it is a
    /// turn of this one.
    /// </summary>
    public void ScheduleWrite(IThreadPoolWorkItem drainer)
    {
        if (_current is { } current)
            current._writes.Add(drainer);
        else
            HandIn(drainer);
    }

    /// <summary>From now on <paramref name="watcher"/> is told of the descriptor's readiness, until <see cref="Forget"/>.</summary>
    /// <returns>The key to forget it by.</returns>
    public ulong Watch(SafeHandle descriptor, IWatcher watcher, Readiness readiness)
    {
        var key = _watchers.Add(watcher);
        if (!TryControl(descriptor, readiness, key))
        {
            var error = LibC.LastError;
            _watchers.Remove(key);
            throw LibC.Failure("epoll_ctl", error);
        }
        return key;
    }

    /// <summary>To be followed by closing the descriptor, which takes it out of epoll.</summary>
    public void Forget(ulong key) => _watchers.Remove(key);

    private unsafe bool TryControl(SafeHandle descriptor, Readiness readiness, ulong key)
    {
        Span<byte> epollEvent = stackalloc byte[EpollEvents.Size];
        EpollEvents.Write(epollEvent, readiness, key);
        fixed (byte* bytes = epollEvent)
            return LibC.EpollControl(_epoll, LibC.EpollAdd, descriptor, bytes) == 0;
    }

    private void HandIn(IThreadPoolWorkItem item)
    {
        bool wake;
        bool stopped;
        lock (_lock)
        {
            stopped = _stopped;
            if (!stopped)
            {
                _handedIn.Add(item);
                _idle = false;
            }
            wake = !_awake && !stopped;
            _awake |= wake;
        }
        if (wake)
            Wake();
        if (stopped)
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
    }

    private unsafe void Wake()
    {
        var one = 1UL;
        try
        {
            _ = LibC.Write(_wake, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Stopped in the meantime: what was handed in before that is on the thread pool by now.
        }
    }

    private void Run()
    {
        _current = this;
        var events = new byte[MaxEvents * EpollEvents.Size];
        while (TakeHandedIn())
        {
            TakeEvents(events);
            RunTurns();
            RunWrites();
            if (_poll > TimeSpan.Zero && !_idle)
                _busyAt = Stopwatch.GetTimestamp();
        }
        End();
    }

    private bool IsPolling => _poll > TimeSpan.Zero && Stopwatch.GetElapsedTime(_busyAt) < _poll;

    // False: stopped.
    private bool TakeHandedIn()
    {
        lock (_lock)
        {
            if (_stopped)
                return false;
            (_handedIn, _taken) = (_taken, _handedIn);
            _idle = _taken.Count == 0 && _turns.Count == 0 && _writes.Count == 0;
            // Asleep from here to the end of waiting, whoever hands something in has to wake this thread.
            _awake = !_idle || IsPolling;
        }
        foreach (var item in _taken)
            _turns.Enqueue(item);
        _taken.Clear();
        return true;
    }

    private unsafe void TakeEvents(byte[] events)
    {
        int count;
        fixed (byte* bytes = events)
            count = LibC.EpollWait(_epoll, bytes, MaxEvents, _awake ? NotAtAll : Forever);
        if (count < 0 && LibC.LastError is not LibC.Interrupted and var error)
            throw LibC.Failure("epoll_wait", error);
        lock (_lock)
        {
            _awake = true;
            _idle &= count <= 0;
        }
        for (var i = 0; i < count; i++)
        {
            var (readiness, key) = EpollEvents.Read(events, i);
            _watchers.Find(key)?.OnReady(readiness);
        }
    }

    private void RunTurns()
    {
        // Those that turns ask for are part of the round too: what a room writes down, its feed hands out at once.
        for (var i = 0; i < MaxTurns && _turns.TryDequeue(out var turn); i++)
            turn.Execute();
    }

    private void RunWrites()
    {
        (_writes, _writing) = (_writing, _writes);
        var mine = _writing.Count < WritesWorthSharing ? _writing.Count : ShareOut();
        for (var i = 0; i < mine; i++)
            _writing[i].Execute();
        _writing.Clear();
    }

    // A message in a large room is many writes at once, which one core would do one after the other while the rest sleep.
    // What is left to this loop: those before the count that is returned.
    private int ShareOut()
    {
        var mine = _writing.Count;
        var share = mine / (1 + Others.Count(static other => other._idle));
        foreach (var other in Others)
        {
            if (mine > share && other.TryHelpWith(CollectionsMarshal.AsSpan(_writing)[(mine - share)..mine]))
                mine -= share;
        }
        return mine;
    }

    // False: it has enough to do.
    private bool TryHelpWith(ReadOnlySpan<IThreadPoolWorkItem> writes)
    {
        bool wake;
        lock (_lock)
        {
            if (!_idle || _stopped)
                return false;
            _handedIn.AddRange(writes);
            _idle = false;
            wake = !_awake;
            _awake = true;
        }
        if (wake)
            Wake();
        return true;
    }

    // What was asked for before the stop is still owed: somebody may wait for it.
    private void End()
    {
        _current = null;
        List<IThreadPoolWorkItem> rest;
        lock (_lock)
            rest = [.. _handedIn, .. _turns, .. _writes];
        foreach (var item in rest)
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
        _wake.Dispose();
        _epoll.Dispose();
    }

    private sealed class Waker(FileDescriptor wake) : IWatcher
    {
        public unsafe void OnReady(Readiness readiness)
        {
            ulong count;
            _ = LibC.Read(wake, &count, sizeof(ulong));
        }
    }
}

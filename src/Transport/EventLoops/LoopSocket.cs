namespace Streaming.Transport.EventLoops;

/// <summary>
/// A connection's descriptor on its loop. Reads and writes are tried at once, on any thread; one that would have to wait
/// is parked, and the loop resumes it. One reader and one writer at a time.
/// </summary>
internal sealed class LoopSocket : IWatcher, IDisposable
{
    // What is remembered between epoll telling of a change and somebody who waits for it.
    private const int MayRead = 1;
    private const int MayWrite = 2;
    private const int ReaderParked = 4;
    private const int WriterParked = 8;
    private const int PeerGone = 16; // the end of the peer's side is there to be read, now or behind other bytes

    private readonly FileDescriptor _descriptor;
    private readonly ulong _key;
    private int _state;
    private ISocketReader? _reader;
    private ISocketWriter? _writer;
    private int _aborted;
    private int _disposed;

    /// <param name="descriptor">Non-blocking; from now on this socket's to close.</param>
    public LoopSocket(FileDescriptor descriptor, EventLoop loop)
    {
        Loop = loop;
        _descriptor = descriptor;
        _key = loop.Watch(descriptor, this, Readiness.Readable | Readiness.Writable | Readiness.PeerEnded | Readiness.OnChange);
    }

    public EventLoop Loop { get; }

    /// <summary>
    /// Told once, on the loop's thread, that the peer sends no more, while nobody may be reading. To be set before anyone
    /// reads; told at once if it has happened already.
    /// </summary>
    public Action? PeerEnded
    {
        private get;
        set
        {
            field = value;
            // Either this sees the end, or the loop sees whom to tell.
            Interlocked.MemoryBarrier();
            if ((Volatile.Read(ref _state) & PeerGone) != 0)
                value?.Invoke();
        }
    }

    /// <summary>Reads what there is; false if that is nothing now. 0 bytes: the peer has ended its side.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public bool TryReceive(Span<byte> buffer, out int count)
    {
        while (true)
        {
            count = LibC.Receive(_descriptor, buffer);
            if (count >= 0)
                return true;
            var error = LibC.LastError;
            if (error == LibC.WouldBlock)
                return false;
            if (error != LibC.Interrupted)
                throw LibC.Failure("recv", error);
        }
    }

    /// <summary>Writes as much as there is room for, which may be nothing.</summary>
    /// <exception cref="IOException">The connection is broken.</exception>
    public int Send(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var count = LibC.Send(_descriptor, bytes);
            if (count >= 0)
                return count;
            var error = LibC.LastError;
            if (error == LibC.WouldBlock)
                return 0;
            if (error != LibC.Interrupted)
                throw LibC.Failure("send", error);
        }
    }

    /// <summary>True: the reader is told when there is something to read. False: there is already.</summary>
    public bool TryPark(ISocketReader reader)
    {
        _reader = reader;
        return TryPark(MayRead, ReaderParked);
    }

    /// <summary>True: the writer is told when there is room. False: there is already.</summary>
    public bool TryPark(ISocketWriter writer)
    {
        _writer = writer;
        return TryPark(MayWrite, WriterParked);
    }

    /// <summary>True: the parked reader will not be told. False: it is being told, or was not parked.</summary>
    public bool TryUnparkReader() => (Interlocked.And(ref _state, ~ReaderParked) & ReaderParked) != 0;

    /// <summary>A read may find the end of the peer's side behind what it found, without being told again.</summary>
    public bool HasPeerEnded => (Volatile.Read(ref _state) & PeerGone) != 0;

    /// <summary>Resets the connection: reads and writes fail or end from now on, parked ones too. From any thread.</summary>
    public void Abort()
    {
        if (Interlocked.Exchange(ref _aborted, 1) != 0 || Volatile.Read(ref _disposed) != 0)
            return;
        try
        {
            LibC.ResetOnClose(_descriptor);
            Shutdown();
        }
        catch (ObjectDisposedException)
        {
            // Closed in the meantime.
        }
    }

    /// <summary>Ends both sides: what has been written still arrives.</summary>
    public void Shutdown() => _ = LibC.Shutdown(_descriptor, LibC.ShutdownBoth);

    /// <summary>Closes the descriptor. No read or write may be parked any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        Loop.Forget(_key);
        _descriptor.Dispose();
    }

    void IWatcher.OnReady(Readiness readiness)
    {
        const Readiness Broken = Readiness.Failed | Readiness.HungUp;
        var news = 0;
        if ((readiness & (Readiness.Readable | Readiness.PeerEnded | Broken)) != 0)
            news |= MayRead;
        if ((readiness & (Readiness.Writable | Broken)) != 0)
            news |= MayWrite;
        if ((readiness & (Readiness.PeerEnded | Broken)) != 0)
            news |= PeerGone;

        var (old, woken) = Note(news);
        if ((news & ~old & PeerGone) != 0)
            PeerEnded?.Invoke();
        if ((woken & ReaderParked) != 0)
            _reader!.OnReadable();
        if ((woken & WriterParked) != 0)
            _writer!.OnWritable();
    }

    // What happened before, and who is to be told: for him it has been used up.
    private (int Old, int Woken) Note(int news)
    {
        while (true)
        {
            var old = Volatile.Read(ref _state);
            var woken = 0;
            if ((news & MayRead) != 0 && (old & ReaderParked) != 0)
                woken |= ReaderParked;
            if ((news & MayWrite) != 0 && (old & WriterParked) != 0)
                woken |= WriterParked;
            var next = (old | news) & ~woken;
            if ((woken & ReaderParked) != 0)
                next &= ~MayRead;
            if ((woken & WriterParked) != 0)
                next &= ~MayWrite;
            if (Interlocked.CompareExchange(ref _state, next, old) == old)
                return (old, woken);
        }
    }

    private bool TryPark(int may, int parked)
    {
        while (true)
        {
            var old = Volatile.Read(ref _state);
            var ready = (old & may) != 0;
            var next = ready ? old & ~may : old | parked;
            if (Interlocked.CompareExchange(ref _state, next, old) == old)
                return !ready;
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace Streaming.Transport.EventLoops;

/// <summary>Accepts the connections of one address, and deals them out over the loops.</summary>
internal sealed partial class LoopListener : IConnectionListener, IWatcher
{
    // A storm of new connections must not keep those that are there waiting.
    private const int MaxAcceptsInARow = 64;
    private const int RetryMilliseconds = 100;

    private readonly Socket _socket;
    private readonly IPEndPoint _endPoint;
    private readonly EventLoopSet _loops;
    private readonly EventLoop _loop;
    private readonly ILogger _logger;
    private readonly ulong _key;
    private readonly Channel<ConnectionContext> _accepted =
        Channel.CreateUnbounded<ConnectionContext>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Turn _turn;
    private readonly Timer _retry;
    private readonly DescriptorReserve _reserve = DescriptorReserve.OfThisProcess();
    private bool _failing; // touched by the loop alone
    private long _count;
    private volatile bool _unbound;

    /// <param name="socket">Listens, and does not block; from now on this listener's to close.</param>
    public LoopListener(Socket socket, EventLoopSet loops, ILogger logger)
    {
        _socket = socket;
        _endPoint = (IPEndPoint)socket.LocalEndPoint!;
        _loops = loops;
        _logger = logger;
        _loop = loops.NextForSockets();
        _turn = new Turn(this);
        _retry = new Timer(static listener => ((LoopListener)listener!).ScheduleAccept(), this, Timeout.Infinite, Timeout.Infinite);
        _key = _loop.Watch(socket.SafeHandle, this, Readiness.Readable | Readiness.OnChange);
    }

    public EndPoint EndPoint => _endPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken))
        {
            if (_accepted.Reader.TryRead(out var connection))
                return connection;
        }
        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _unbound = true;
        _loop.Forget(_key);
        _socket.Dispose();
        _accepted.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync();
        await _retry.DisposeAsync();
        while (_accepted.Reader.TryRead(out var left))
            await left.DisposeAsync();
    }

    void IWatcher.OnReady(Readiness readiness) => Accept();

    private void ScheduleAccept() => _loop.ScheduleNext(_turn);

    private void Accept()
    {
        for (var i = 0; i < MaxAcceptsInARow; i++)
        {
            if (_unbound || !TryAcceptOne())
                return;
        }
        ScheduleAccept();
    }

    // False: there is none now, or none can be had.
    private bool TryAcceptOne()
    {
        // Asked for only where there was none before: it costs as much as accepting one.
        if (_failing && !_reserve.HasRoom())
            return RetryLater(_reserve.WhenReached);

        var address = new SocketAddress(_endPoint.AddressFamily);
        int descriptor;
        try
        {
            descriptor = LibC.Accept(_socket.SafeHandle, address.Buffer.Span, out var length);
            address.Size = Math.Min(length, address.Size);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
        if (descriptor < 0)
            return MayGoOnAfter(LibC.LastError);
        Serve(FileDescriptor.Of(descriptor, "accept4"), _endPoint.Create(address));
        return _failing || !_reserve.IsReachedBy(descriptor) || RetryLater(_reserve.WhenReached);
    }

    private bool MayGoOnAfter(int error)
    {
        switch (error)
        {
            case LibC.WouldBlock:
                // Only now, when nobody waits any more: at the limit one goes and one comes again and again.
                if (_failing)
                    AcceptsAgain(_logger, _endPoint);
                _failing = false;
                return false;
            case LibC.Interrupted:
            case var broken when LibC.IsFaultOfNewConnection(broken):
                return true;
            default:
                // No descriptor or no memory left; whatever else it is, trying at once would only be the same again.
                return RetryLater(LibC.Failure("accept4", error).Message);
        }
    }

    // False, as there is nothing to be had until then. Said once, until it is over.
    private bool RetryLater(string problem)
    {
        if (!_failing)
            AcceptFailed(_logger, _endPoint, problem, RetryMilliseconds);
        _failing = true;
        if (!_unbound)
            _retry.Change(RetryMilliseconds, Timeout.Infinite);
        return false;
    }

    private void Serve(FileDescriptor descriptor, EndPoint remote)
    {
        LoopSocket socket;
        EndPoint local;
        try
        {
            local = LocalOf(descriptor);
            socket = new LoopSocket(descriptor, _loops.NextForSockets());
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // No memory in the kernel to watch it with, or its loop has been stopped.
            descriptor.Dispose();
            return;
        }
        var connection = new LoopConnection($"{_endPoint.Port}-{++_count}", socket, local, remote);
        if (!_accepted.Writer.TryWrite(connection))
            socket.Dispose();
    }

    private EndPoint LocalOf(FileDescriptor descriptor)
    {
        var address = new SocketAddress(_endPoint.AddressFamily);
        return LibC.TryGetName(descriptor, address.Buffer.Span, out _) ? _endPoint.Create(address) : _endPoint;
    }

    private sealed class Turn(LoopListener listener) : IThreadPoolWorkItem
    {
        public void Execute() => listener.Accept();
    }
}

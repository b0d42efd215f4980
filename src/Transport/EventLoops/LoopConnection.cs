using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Streaming.Transport.EventLoops;

/// <summary>A connection as the web server has it, until the socket is taken from it or it ends.</summary>
internal sealed class LoopConnection : DefaultConnectionContext, IDetachableConnection
{
    private static readonly StreamPipeReaderOptions ReaderOptions = new(leaveOpen: true);
    private static readonly StreamPipeWriterOptions WriterOptions = new(leaveOpen: true);

    private readonly CancellationTokenSource _closed = new();
    private readonly LoopSocket _socket;
    private readonly LoopStream _stream;
    private readonly Pipes _pipes;
    private volatile bool _detached;

    public LoopConnection(string id, LoopSocket socket, EndPoint? local, EndPoint? remote)
        : base(id)
    {
        _socket = socket;
        _stream = new LoopStream(socket);
        _pipes = new Pipes(PipeReader.Create(_stream, ReaderOptions), PipeWriter.Create(_stream, WriterOptions));
        Transport = _pipes;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
        ConnectionClosed = _closed.Token;
        Features.Set<IDetachableConnection>(this);
        socket.PeerEnded = TellClosed;
    }

    public bool CanDetach => ReferenceEquals(Transport, _pipes);

    public LoopSocket Detach()
    {
        _detached = true;
        _socket.PeerEnded = null;
        _stream.End();
        return _socket;
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        // A socket that has been taken is its new owner's.
        if (!_detached)
            _socket.Abort();
        TellClosed();
    }

    public override async ValueTask DisposeAsync()
    {
        await _pipes.Input.CompleteAsync();
        await _pipes.Output.CompleteAsync();
        if (!_detached)
        {
            _socket.PeerEnded = null;
            _socket.Shutdown();
            _socket.Dispose();
        }
        _closed.Dispose();
        await base.DisposeAsync();
    }

    // Off the loop: those who listen are the server and the application.
    private void TellClosed() => ThreadPool.UnsafeQueueUserWorkItem(static connection => connection.CancelClosed(), this, preferLocal: false);

    private void CancelClosed()
    {
        try
        {
            _closed.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It had ended.
        }
    }

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

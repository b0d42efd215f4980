using System.IO.Pipelines;
using Streaming.Transport.Connections;

namespace Streaming.Transport.WebSockets;

/// <summary>A WebSocket over the stream that the web server makes of its request: under TLS, and over HTTP/2.</summary>
/// <param name="stream">Disposed with the transport.</param>
/// <param name="isDeflated">See <see cref="IsDeflated"/>.</param>
/// <param name="abort">Resets the connection; from any thread, any number of times.</param>
internal sealed class StreamFrameTransport(Stream stream, bool isDeflated, Action abort) : IFrameTransport
{
    // Read without a buffer until there is something to read.
    private static readonly StreamPipeReaderOptions ReaderOptions = new(leaveOpen: true, useZeroByteReads: true);

    private readonly PipeReader _input = PipeReader.Create(stream, ReaderOptions);
    private readonly StreamTarget _output = new(stream);

    public bool OutlivesRequest => false;

    public bool IsDeflated => isDeflated;

    public ValueTask<ReadResult> ReadAsync() => _input.ReadAsync();

    public void AdvanceTo(SequencePosition consumed, SequencePosition examined) => _input.AdvanceTo(consumed, examined);

    public ValueTask EndReadingAsync() => _input.CompleteAsync();

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes) => _output.WriteAsync(bytes);

    public void Schedule(IThreadPoolWorkItem drainer) => _output.Schedule(drainer);

    public void Abort() => abort();

    public ValueTask DisposeAsync() => stream.DisposeAsync();
}

using System.Buffers.Binary;
using System.IO.Pipelines;
using Streaming.Transport.WebSockets;

namespace Streaming.Transport.Tests.WebSockets;

/// <summary>The other end of a connection without a socket: takes everything, answers nothing.</summary>
internal sealed class MemoryPeer : IDisposable
{
    private readonly Pipe _toServer = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly MemoryStream _received = new();

    public MemoryPeer() => Transport = new StreamFrameTransport(new ServersEnd(this), isDeflated: false, EndSending);

    public StreamFrameTransport Transport { get; }

    /// <summary>The buffer of the read that the server waits in, in bytes; null while it does not wait.</summary>
    public int? WaitingReadLength { get; private set; }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _toServer.Writer.WriteAsync(bytes);

    public void EndSending() => _toServer.Writer.Complete();

    /// <summary>The first byte of every frame that came.</summary>
    public List<byte> ReceivedOpcodes()
    {
        var opcodes = new List<byte>();
        ReadOnlySpan<byte> rest = _received.ToArray();
        while (!rest.IsEmpty)
        {
            opcodes.Add(rest[0]);
            rest = rest[1] switch
            {
                126 => rest[(4 + BinaryPrimitives.ReadUInt16BigEndian(rest[2..]))..],
                127 => rest[(10 + (int)BinaryPrimitives.ReadInt64BigEndian(rest[2..]))..],
                var length => rest[(2 + length)..],
            };
        }
        return opcodes;
    }

    public void Dispose()
    {
        EndSending();
        Transport.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _received.Dispose();
    }

    private sealed class ServersEnd(MemoryPeer peer) : Stream
    {
        private readonly Stream _input = peer._toServer.Reader.AsStream();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = _input.ReadAsync(buffer, cancellationToken);
            if (!read.IsCompleted)
                peer.WaitingReadLength = buffer.Length;
            try
            {
                return await read;
            }
            finally
            {
                peer.WaitingReadLength = null;
            }
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            peer._received.Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _input.Dispose();
            base.Dispose(disposing);
        }
    }
}

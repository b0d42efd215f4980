using System.Threading.Channels;

namespace Streaming.Transport.Tests.Connections;

/// <summary>A stream whose writes are seen one by one and, once held, end only when the test says so.</summary>
internal sealed class ControlledStream : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<PendingWrite> _writes = Channel.CreateUnbounded<PendingWrite>();

    /// <summary>From now on writes stay pending until they are ended. Set before anything is written.</summary>
    public bool Held { get; init; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The next write, waited for.</summary>
    public async Task<PendingWrite> NextWriteAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await _writes.Reader.ReadAsync(deadline.Token);
    }

    public bool TryTakeWrite(out PendingWrite? write) => _writes.Reader.TryRead(out write);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Copied at once: the outbox may reuse its buffer as soon as the write has ended.
        var write = new PendingWrite(buffer.ToArray());
        if (!Held)
            write.End();
        _writes.Writer.TryWrite(write);
        return new ValueTask(write.Ended);
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    internal sealed class PendingWrite(byte[] bytes)
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public byte[] Bytes => bytes;

        public Task Ended => _ended.Task;

        public void End() => _ended.SetResult();

        public void Fail() => _ended.SetException(new IOException("the peer is gone"));
    }
}

using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

public sealed class LoopStreamTests : IDisposable
{
    private readonly EventLoop _loop = new("loop under test");

    public LoopStreamTests() => _loop.Start();

    public void Dispose() => _loop.Stop();

    [Fact]
    public async Task Read_ThatWaits_GoesOnOffTheLoop()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var stream = new LoopStream(pair.Server);
        var buffer = new byte[10];
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = Task.Run(async () =>
        {
            var read = stream.ReadAsync(buffer);
            started.SetResult();
            return (await read, EventLoop.Current, Thread.CurrentThread.IsThreadPoolThread);
        });
        await started.Task;
        pair.Peer.Send([1, 2, 3]);

        Assert.Equal((3, null, true), await reading.WaitAsync(Eventually.Patience));
        Assert.Equal([1, 2, 3], buffer[..3]);
        pair.Peer.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(buffer));
    }

    [Fact]
    public async Task Read_CancelledBefore_TakesNothing()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var stream = new LoopStream(pair.Server);
        pair.Peer.Send([1, 2, 3]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            _ = await stream.ReadAsync(new byte[10], new CancellationToken(canceled: true)));

        Assert.Equal([1, 2, 3], await ReadAsync(stream));
    }

    [Fact]
    public async Task Read_CancelledWhileParked_Ends_AndTheNextOneGetsWhatComes()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var stream = new LoopStream(pair.Server);
        for (byte i = 0; i < 100; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var reading = stream.ReadAsync(new byte[10], cancellation.Token).AsTask();
            Assert.False(reading.IsCompleted);
            await cancellation.CancelAsync();
            var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Eventually.Patience));
            Assert.Equal(cancellation.Token, thrown.CancellationToken);

            pair.Peer.Send([i]);
            Assert.Equal([i], await ReadAsync(stream));
        }
    }

    [Fact]
    public async Task Read_CancelledWhileBytesCome_LosesNoneAndDoublesNone_AndNoOtherReadIsCancelled()
    {
        const int Total = 20_000;
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var stream = new LoopStream(pair.Server);
        var asked = 0;
        var sending = Task.Run(() =>
        {
            for (var i = 0; i < Total; i++)
            {
                pair.Peer.Send([(byte)i]);
                // Often enough the reader has to wait for what comes next.
                SpinWait.SpinUntil(() => Volatile.Read(ref asked) > i / 2);
            }
        });

        var got = 0;
        var cancelled = 0;
        var buffer = new byte[16];
        for (var i = 0; got < Total; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var cancels = i % 2 == 0;
            var reading = stream.ReadAsync(buffer, cancellation.Token).AsTask();
            var cancelling = cancels ? Task.Run(cancellation.Cancel) : Task.CompletedTask;
            Interlocked.Increment(ref asked);
            try
            {
                var count = await reading.WaitAsync(Eventually.Patience);
                for (var at = 0; at < count; at++)
                    Assert.Equal((byte)got++, buffer[at]);
            }
            catch (OperationCanceledException)
            {
                Assert.True(cancels);
                cancelled++;
            }
            await cancelling;
        }
        await sending.WaitAsync(Eventually.Patience);
        Assert.NotEqual(0, cancelled);
    }

    [Fact]
    public async Task Read_WhileParked_EndsWithAReset()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var stream = new LoopStream(pair.Server);
        var reading = stream.ReadAsync(new byte[10]).AsTask();
        pair.ResetByPeer();
        await Assert.ThrowsAsync<IOException>(() => reading.WaitAsync(Eventually.Patience));
        Assert.Equal(0, await stream.ReadAsync(new byte[10]));
    }

    [Fact]
    public async Task Write_ToAPeerThatDoesNotRead_IsResumed_AndExact()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        var stream = new LoopStream(pair.Server);
        var bytes = new byte[9_000_000];
        new Random(3).NextBytes(bytes);
        var write = stream.WriteAsync(bytes.AsMemory(0, 8_000_000)).AsTask();
        Assert.False(write.IsCompleted);
        var rest = Task.Run(async () =>
        {
            await write;
            await stream.WriteAsync(bytes.AsMemory(8_000_000));
            return EventLoop.Current;
        });

        Assert.Equal(bytes, await pair.ReceiveAsync(bytes.Length).WaitAsync(Eventually.Patience));
        Assert.Null(await rest.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public async Task Write_Cancelled_ResetsTheConnection()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        var stream = new LoopStream(pair.Server);
        using var cancellation = new CancellationTokenSource();
        var writing = stream.WriteAsync(new byte[8_000_000], cancellation.Token).AsTask();
        var reading = stream.ReadAsync(new byte[10]).AsTask();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Eventually.Patience));
        Assert.Equal(0, await reading.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public async Task Write_ToAPeerThatHasGone_IsDropped()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        var stream = new LoopStream(pair.Server);
        var parked = stream.WriteAsync(new byte[8_000_000]).AsTask();
        Assert.False(parked.IsCompleted);
        pair.ResetByPeer();
        await parked.WaitAsync(Eventually.Patience);

        await stream.WriteAsync(new byte[1]);
        Assert.True(stream.WriteAsync(new byte[8_000_000]).AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task End_NothingIsReadOrWrittenAnyMore()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var stream = new LoopStream(pair.Server);
        pair.Peer.Send([1, 2, 3]);
        stream.End();

        Assert.Equal(0, await stream.ReadAsync(new byte[10]));
        await stream.WriteAsync(new byte[] { 9 });
        // It is all the next owner's.
        var transport = new LoopFrameTransport(pair.Server, []);
        var result = await transport.ReadAsync().AsTask().WaitAsync(Eventually.Patience);
        Assert.Equal(3, result.Buffer.Length);
        await transport.WriteAsync(new byte[] { 4 });
        Assert.Equal([4], await pair.ReceiveAsync(1));
    }

    private static async Task<byte[]> ReadAsync(LoopStream stream)
    {
        var buffer = new byte[100];
        return buffer[..await stream.ReadAsync(buffer).AsTask().WaitAsync(Eventually.Patience)];
    }
}

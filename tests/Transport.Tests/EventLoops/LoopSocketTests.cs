using System.Net.Sockets;
using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

public sealed class LoopSocketTests : IDisposable
{
    private readonly EventLoop _loop = new("loop under test");

    public LoopSocketTests() => _loop.Start();

    public void Dispose() => _loop.Stop();

    [Fact]
    public async Task TryReceive_TellsNothingFromBytesFromTheEnd()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var buffer = new byte[10];
        Assert.False(pair.Server.TryReceive(buffer, out _));

        pair.Peer.Send([1, 2, 3]);
        await ReadableAsync(pair.Server);
        Assert.True(pair.Server.TryReceive(buffer, out var count));
        Assert.Equal([1, 2, 3], buffer[..count]);
        Assert.False(pair.Server.TryReceive(buffer, out _));

        pair.Peer.Shutdown(SocketShutdown.Send);
        await ReadableAsync(pair.Server);
        Assert.True(pair.Server.TryReceive(buffer, out count));
        Assert.Equal(0, count);
    }

    [Fact]
    public async Task TryReceive_AfterAReset_Throws()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        pair.ResetByPeer();
        await ReadableAsync(pair.Server);
        Assert.Throws<IOException>(() => pair.Server.TryReceive(new byte[10], out _));
        Assert.Throws<IOException>(() => pair.Server.Send(new byte[10]));
    }

    [Fact]
    public async Task Park_WhenNewsCameSinceTheLastLook_SaysSoAtOnce()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        pair.Peer.Send([1]);
        pair.Peer.Shutdown(SocketShutdown.Send);
        await Eventually.HoldsAsync(() => pair.Server.HasPeerEnded); // the loop has been told of both

        var reader = new Parked();
        Assert.False(pair.Server.TryPark((ISocketReader)reader));
        Assert.False(reader.Told.IsCompleted);
    }

    [Fact]
    public async Task Park_IsToldOnce_OnTheLoop()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        await NothingToReadAsync(pair.Server);
        var reader = new Parked();
        Assert.True(pair.Server.TryPark((ISocketReader)reader));

        pair.Peer.Send([1]);
        Assert.Same(_loop, await reader.Told.WaitAsync(Eventually.Patience));
        pair.Peer.Send([2]);
        await ReadableAsync(pair.Server);
        Assert.Equal(1, reader.Times);
    }

    [Fact]
    public async Task Park_Unparked_IsNotTold()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        await NothingToReadAsync(pair.Server);
        var reader = new Parked();
        Assert.False(pair.Server.TryUnparkReader());
        Assert.True(pair.Server.TryPark((ISocketReader)reader));
        Assert.True(pair.Server.TryUnparkReader());
        Assert.False(pair.Server.TryUnparkReader());

        pair.Peer.Send([1]);
        await ReadableAsync(pair.Server);
        Assert.Equal(0, reader.Times);
    }

    [Fact]
    public async Task Park_AgainAndAgain_NoChangeIsMissed()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var buffer = new byte[16];
        // Each byte is sent when the one before it has come back: whichever is missed ends this.
        for (var i = 0; i < 5_000; i++)
        {
            pair.Peer.Send([(byte)i]);
            int count;
            while (!pair.Server.TryReceive(buffer, out count))
                await ReadableAsync(pair.Server);
            Assert.Equal([(byte)i], buffer[..count]);
        }
    }

    [Fact]
    public async Task Send_ToAPeerThatDoesNotRead_IsResumedWhenThereIsRoom()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        var bytes = new byte[8_000_000];
        new Random(1).NextBytes(bytes);
        var sent = pair.Server.Send(bytes);
        Assert.InRange(sent, 1, bytes.Length - 1);
        var receiving = pair.ReceiveAsync(bytes.Length);

        while (sent < bytes.Length)
        {
            var count = pair.Server.Send(bytes.AsSpan(sent));
            sent += count;
            if (count > 0)
                continue;
            var writer = new Parked();
            if (pair.Server.TryPark((ISocketWriter)writer))
                Assert.Same(_loop, await writer.Told.WaitAsync(Eventually.Patience));
        }
        Assert.Equal(bytes, await receiving.WaitAsync(Eventually.Patience));
    }

    public enum Ending { ByThePeersReset, ByAbort }

    [Theory]
    [InlineData(Ending.ByThePeersReset, true, false)]
    [InlineData(Ending.ByThePeersReset, false, true)]
    [InlineData(Ending.ByThePeersReset, true, true)]
    [InlineData(Ending.ByAbort, true, false)]
    [InlineData(Ending.ByAbort, false, true)]
    [InlineData(Ending.ByAbort, true, true)]
    public async Task Broken_WhileParked_EveryoneIsTold(Ending ending, bool reads, bool writes)
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        await NothingToReadAsync(pair.Server);
        var (reader, writer) = (new Parked(), new Parked());
        if (reads)
            Assert.True(pair.Server.TryPark((ISocketReader)reader));
        if (writes)
            await ParkWriterAsync(pair.Server, writer);

        if (ending == Ending.ByAbort)
            pair.Server.Abort();
        else
            pair.ResetByPeer();

        if (reads)
        {
            await reader.Told.WaitAsync(Eventually.Patience);
            if (ending == Ending.ByAbort)
                Assert.True(pair.Server.TryReceive(new byte[1], out var count) && count == 0);
            else
                Assert.Throws<IOException>(() => pair.Server.TryReceive(new byte[1], out _));
        }
        if (writes)
            await writer.Told.WaitAsync(Eventually.Patience);
        Assert.Throws<IOException>(() => pair.Server.Send(new byte[1]));
        Assert.True(pair.Server.HasPeerEnded);
    }

    [Fact]
    public async Task Abort_ResetsThePeer_AnyNumberOfTimes_AlsoAfterItsEnd()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        pair.Server.Send(new byte[1_000]);
        pair.Server.Abort();
        pair.Server.Abort();
        pair.Server.Dispose();
        pair.Server.Abort();
        pair.Server.Dispose();

        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (await pair.Peer.ReceiveAsync(new byte[10_000]) > 0)
            {
            }
            // The end came before the reset did.
            while (true)
                await pair.Peer.SendAsync(new byte[1]);
        }).WaitAsync(Eventually.Patience);
        Assert.Throws<ObjectDisposedException>(() => pair.Server.Send(new byte[1]));
    }

    [Fact]
    public async Task Abort_ThrowsAwayWhatThePeerHasNotTaken()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        var sent = 0;
        var bytes = new byte[65_536];
        while (pair.Server.Send(bytes) is var count and > 0)
            sent += count;
        pair.Server.Abort();
        pair.Server.Dispose();

        await Assert.ThrowsAsync<SocketException>(() => pair.ReceiveAsync(sent));
    }

    [Fact]
    public async Task Shutdown_WhatHasBeenWrittenArrives()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        pair.Server.Send([1, 2, 3]);
        pair.Server.Shutdown();
        pair.Server.Dispose();

        Assert.Equal([1, 2, 3], await pair.ReceiveAsync(3));
        Assert.Equal(0, await pair.Peer.ReceiveAsync(new byte[1]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PeerEnded_IsTold_WhetherItComesBeforeOrAfter(bool before)
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var told = 0;
        if (!before)
            pair.Server.PeerEnded = () => Interlocked.Increment(ref told);
        pair.Peer.Send([1]); // which nobody reads
        pair.Peer.Shutdown(SocketShutdown.Send);
        await Eventually.HoldsAsync(() => pair.Server.HasPeerEnded);
        if (before)
            pair.Server.PeerEnded = () => Interlocked.Increment(ref told);

        await Eventually.HoldsAsync(() => Volatile.Read(ref told) == 1);
        pair.Server.PeerEnded = null;
        pair.Server.Abort();
        await RoundAsync();
        Assert.Equal(1, told);
    }

    [Fact]
    public async Task PeerEnded_IsNotToldOfMereBytes()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        pair.Server.PeerEnded = () => Assert.Fail("The peer is there");
        pair.Peer.Send(new byte[100_000]);
        await ReadableAsync(pair.Server);
        Assert.False(pair.Server.HasPeerEnded);
        pair.Server.PeerEnded = null;
    }

    [Fact]
    public async Task Dispose_TakesItOffTheLoop()
    {
        var before = _loop.Watched;
        var pair = await LoopbackPair.ConnectAsync(_loop);
        Assert.Equal(before + 1, _loop.Watched);
        pair.Dispose();
        Assert.Equal(before, _loop.Watched);
    }

    // Until the buffers on the way are full and nothing is known of any room.
    private static async Task ParkWriterAsync(LoopSocket socket, Parked writer)
    {
        var bytes = new byte[65_536];
        await Eventually.HoldsAsync(() =>
        {
            while (socket.Send(bytes) > 0)
            {
            }
            return socket.TryPark((ISocketWriter)writer);
        });
    }

    private async Task ReadableAsync(LoopSocket socket)
    {
        var reader = new Parked();
        if (socket.TryPark((ISocketReader)reader))
            Assert.Same(_loop, await reader.Told.WaitAsync(Eventually.Patience));
    }

    // A new connection may have been told about as readable, or not.
    private static Task NothingToReadAsync(LoopSocket socket) => Eventually.HoldsAsync(() =>
        socket.TryPark((ISocketReader)new Parked()) && socket.TryUnparkReader());

    private async Task RoundAsync()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Schedule(new Turn(passed.SetResult));
        await passed.Task.WaitAsync(Eventually.Patience);
    }

    private sealed class Parked : ISocketReader, ISocketWriter
    {
        private readonly TaskCompletionSource<EventLoop?> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _times;

        public Task<EventLoop?> Told => _told.Task;

        public int Times => Volatile.Read(ref _times);

        public void OnReadable() => Tell();

        public void OnWritable() => Tell();

        private void Tell()
        {
            Interlocked.Increment(ref _times);
            _told.TrySetResult(EventLoop.Current);
        }
    }
}

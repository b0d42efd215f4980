using System.Buffers;
using System.Net.Sockets;
using Streaming.Transport.EventLoops;
using Xunit;

namespace Streaming.Transport.Tests.EventLoops;

public sealed class LoopFrameTransportTests : IDisposable
{
    private readonly EventLoop _loop = new("loop under test");

    public LoopFrameTransportTests() => _loop.Start();

    public void Dispose() => _loop.Stop();

    [Fact]
    public async Task Read_GivesWhatCame_AndKeepsWhatIsNotConsumed()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var transport = new LoopFrameTransport(pair.Server, []);
        pair.Peer.Send([1, 2, 3]);
        Assert.Equal([1, 2, 3], await ReadAsync(transport, consume: 1));

        var next = transport.ReadAsync();
        Assert.False(next.IsCompleted); // all of it has been examined
        pair.Peer.Send([4]);
        Assert.Equal([2, 3, 4], await TakeAsync(transport, next, consume: 3));
    }

    [Fact]
    public async Task Read_OfEarlyBytes_CompletesAtOnce_AndGoesOnWithTheSocket()
    {
        foreach (var early in new[] { 1, 100, 16_384, 50_000 })
        {
            using var pair = await LoopbackPair.ConnectAsync(_loop);
            var transport = new LoopFrameTransport(pair.Server, Bytes(early));
            var first = transport.ReadAsync();
            Assert.True(first.IsCompleted);
            Assert.Equal(Bytes(early), await TakeAsync(transport, first, consume: early - 1));
            pair.Peer.Send([7]);
            Assert.Equal([.. Bytes(early).TakeLast(1), 7], await ReadAsync(transport, consume: 2));
        }
    }

    [Fact]
    public async Task Read_OfAnythingInAnyPieces_GivesEveryByteOnceAndInOrder()
    {
        var random = new Random(2);
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var transport = new LoopFrameTransport(pair.Server, []);
        var bytes = Bytes(2_000_000);
        var sending = Task.Run(async () =>
        {
            for (var at = 0; at < bytes.Length;)
            {
                var piece = Math.Min(random.Next(1, 60_000), bytes.Length - at);
                pair.Peer.Send(bytes.AsSpan(at, piece));
                at += piece;
                if (piece % 3 == 0)
                    await Task.Yield();
            }
            pair.Peer.Shutdown(SocketShutdown.Send);
        });

        var got = new List<byte>(bytes.Length);
        while (true)
        {
            var result = await transport.ReadAsync().AsTask().WaitAsync(Eventually.Patience);
            // Up to a few bytes stay, as the beginning of a header does.
            var kept = result.IsCompleted ? 0 : Math.Min(result.Buffer.Length - 1, got.Count % 14);
            var taken = result.Buffer.Slice(0, result.Buffer.Length - kept);
            got.AddRange(taken.ToArray());
            transport.AdvanceTo(taken.End, result.Buffer.End);
            if (result.IsCompleted)
                break;
        }
        await sending;
        Assert.Equal(bytes, got);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task Read_OfBytesThatComeTogetherWithTheEnd_GivesBoth(int count)
    {
        foreach (var parked in new[] { true, false })
        {
            using var pair = await LoopbackPair.ConnectAsync(_loop);
            var transport = new LoopFrameTransport(pair.Server, []);
            var reading = parked ? transport.ReadAsync() : default;
            // One change tells of both, so nobody is told of the end again.
            using (await HeldLoop.HoldAsync(_loop))
            {
                if (count > 0)
                    pair.Peer.Send(Bytes(count));
                pair.Peer.Shutdown(SocketShutdown.Send);
            }
            if (!parked)
            {
                await Eventually.HoldsAsync(() => pair.Server.HasPeerEnded);
                reading = transport.ReadAsync();
            }

            var got = new List<byte>();
            while (true)
            {
                var result = await reading.AsTask().WaitAsync(Eventually.Patience);
                got.AddRange(result.Buffer.ToArray());
                transport.AdvanceTo(result.Buffer.End, result.Buffer.End);
                if (result.IsCompleted)
                    break;
                reading = transport.ReadAsync();
            }
            Assert.Equal(Bytes(count), got);
        }
    }

    [Fact]
    public async Task Read_WhileThePeerEnds_AtAnyMoment_GivesBoth()
    {
        var bytes = Bytes(10);
        for (var i = 0; i < 500; i++)
        {
            using var pair = await LoopbackPair.ConnectAsync(_loop);
            var transport = new LoopFrameTransport(pair.Server, []);
            var sending = Task.Run(() =>
            {
                pair.Peer.Send(bytes);
                pair.Peer.Shutdown(SocketShutdown.Send);
            });
            Assert.Equal(bytes, await ReadToEndAsync(transport).WaitAsync(Eventually.Patience));
            await sending;
        }
    }

    [Fact]
    public async Task Read_Parked_IsResumedOnTheLoop()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var transport = new LoopFrameTransport(pair.Server, []);
        var reading = transport.ReadAsync().AsTask();
        Assert.False(reading.IsCompleted);

        // Before the peer sends: a read that is over when it is awaited goes on where it was awaited.
        var where = reading.ContinueWith(
            static _ => EventLoop.Current, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        pair.Peer.Send([1]);
        Assert.Same(_loop, await where.WaitAsync(Eventually.Patience));
    }

    [Fact]
    public async Task Read_OfAPeerThatSendsWithoutEnd_LetsTheOthersOfTheLoopHaveTheirTurn()
    {
        using var talker = await LoopbackPair.ConnectAsync(_loop, serverBuffer: 1_000_000);
        using var other = await LoopbackPair.ConnectAsync(_loop);
        var fromTalker = new LoopFrameTransport(talker.Server, []);
        var fromOther = new LoopFrameTransport(other.Server, []);
        var reads = 0;
        var readsWhenTheOtherCame = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var total = 0;
        var talking = Task.Run(async () =>
        {
            for (var got = 0L; got == 0 || got < Volatile.Read(ref total);)
            {
                var result = await fromTalker.ReadAsync();
                Volatile.Write(ref reads, reads + 1);
                got += result.Buffer.Length;
                fromTalker.AdvanceTo(result.Buffer.End, result.Buffer.End);
            }
        });
        var listening = Task.Run(async () =>
        {
            await fromOther.ReadAsync();
            readsWhenTheOtherCame.SetResult(Volatile.Read(ref reads));
        });
        await ParkedAsync(talker.Server, fromTalker);
        await ParkedAsync(other.Server, fromOther);

        using (await HeldLoop.HoldAsync(_loop))
        {
            Volatile.Write(ref total, talker.FillServer());
            other.Peer.Send([1]);
        }

        // Both came in the same round, and the talker first.
        Assert.InRange(await readsWhenTheOtherCame.Task.WaitAsync(Eventually.Patience), 1, 8);
        await talking.WaitAsync(Eventually.Patience);
        await listening;
        Assert.InRange(reads, 12, int.MaxValue); // else it would not have been endless
    }

    [Fact]
    public async Task Write_ToAPeerThatDoesNotRead_IsResumed_AndExact()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        var transport = new LoopFrameTransport(pair.Server, []);
        var bytes = Bytes(10_000_000);
        var parked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = Task.Run(async () =>
        {
            var write = transport.WriteAsync(bytes.AsMemory(0, 8_000_000));
            parked.SetResult(!write.IsCompleted);
            await write;
            var where = EventLoop.Current;
            await transport.WriteAsync(bytes.AsMemory(8_000_000, 1_999_999));
            await transport.WriteAsync(bytes.AsMemory(9_999_999));
            return where;
        });
        Assert.True(await parked.Task.WaitAsync(Eventually.Patience));

        Assert.Equal(bytes, await pair.ReceiveAsync(bytes.Length).WaitAsync(Eventually.Patience));
        Assert.Same(_loop, await writing.WaitAsync(Eventually.Patience));
    }

    public enum Ending { ByThePeersReset, ByThePeersEnd, ByAbort }

    public static TheoryData<Ending, bool, bool> Ends()
    {
        var ends = new TheoryData<Ending, bool, bool>();
        foreach (var ending in Enum.GetValues<Ending>())
        {
            ends.Add(ending, true, false);
            ends.Add(ending, false, true);
            ends.Add(ending, true, true);
        }
        return ends;
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Broken_WhileParked_ReadsAndWritesEnd(Ending ending, bool reads, bool writes)
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop, peerBuffer: 4_096);
        var transport = new LoopFrameTransport(pair.Server, []);
        var reading = reads ? ReadToEndAsync(transport) : Task.CompletedTask;
        var writing = Task.CompletedTask;
        if (writes)
        {
            writing = transport.WriteAsync(Bytes(10_000_000)).AsTask();
            Assert.False(writing.IsCompleted);
        }

        switch (ending)
        {
            case Ending.ByAbort:
                await Task.Run(transport.Abort);
                break;
            case Ending.ByThePeersReset:
                pair.ResetByPeer();
                break;
            case Ending.ByThePeersEnd:
                pair.Peer.Close(); // what it has not read makes this a reset
                break;
        }

        if (reads)
            await EndsAsync(reading);
        if (writes)
            await Assert.ThrowsAsync<IOException>(() => writing.WaitAsync(Eventually.Patience));
        await transport.DisposeAsync();
    }

    [Fact]
    public async Task Abort_FromAnotherThread_DuringReadsAndWrites_EndsBoth()
    {
        for (var i = 0; i < 200; i++)
        {
            using var pair = await LoopbackPair.ConnectAsync(_loop);
            var transport = new LoopFrameTransport(pair.Server, []);
            var peer = Task.Run(async () =>
            {
                var buffer = new byte[10_000];
                try
                {
                    while (await pair.Peer.ReceiveAsync(buffer) > 0)
                        await pair.Peer.SendAsync(new byte[100]);
                }
                catch (SocketException)
                {
                    // The reset, which is what is wanted.
                }
            });
            var reading = Task.Run(() => ReadToEndAsync(transport));
            var rounds = 0;
            var writing = Task.Run(async () =>
            {
                while (true)
                {
                    await transport.WriteAsync(new byte[5_000]);
                    Interlocked.Increment(ref rounds);
                }
            });
            await Eventually.HoldsAsync(() => Volatile.Read(ref rounds) > i % 7);

            transport.Abort();

            await EndsAsync(reading);
            await Assert.ThrowsAnyAsync<IOException>(() => writing.WaitAsync(Eventually.Patience));
            await transport.EndReadingAsync();
            await transport.DisposeAsync();
            await peer.WaitAsync(Eventually.Patience);
        }
    }

    [Fact]
    public async Task AfterAStopOfTheLoop_WhatDoesNotHaveToWaitGoesOn()
    {
        using var pair = await LoopbackPair.ConnectAsync(_loop);
        var transport = new LoopFrameTransport(pair.Server, []);
        _loop.Stop();
        var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        transport.Schedule(new Turn(ran.SetResult));
        await ran.Task.WaitAsync(Eventually.Patience);
        await transport.WriteAsync(Bytes(100));
        Assert.Equal(Bytes(100), await pair.ReceiveAsync(100));
        await transport.DisposeAsync();
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++)
            bytes[i] = (byte)(i * 7 + i / 251);
        return bytes;
    }

    private static Task<byte[]> ReadAsync(LoopFrameTransport transport, int consume) =>
        TakeAsync(transport, transport.ReadAsync(), consume);

    private static async Task<byte[]> TakeAsync(
        LoopFrameTransport transport, ValueTask<System.IO.Pipelines.ReadResult> reading, int consume)
    {
        var result = await reading.AsTask().WaitAsync(Eventually.Patience);
        var bytes = result.Buffer.ToArray();
        transport.AdvanceTo(result.Buffer.GetPosition(consume), result.Buffer.End);
        return bytes;
    }

    private static async Task<List<byte>> ReadToEndAsync(LoopFrameTransport transport)
    {
        var got = new List<byte>();
        while (true)
        {
            var result = await transport.ReadAsync();
            got.AddRange(result.Buffer.ToArray());
            transport.AdvanceTo(result.Buffer.End, result.Buffer.End);
            if (result.IsCompleted)
                return got;
        }
    }

    // In good order or not: a reset can be seen as either.
    private static async Task EndsAsync(Task reading)
    {
        try
        {
            await reading.WaitAsync(Eventually.Patience);
        }
        catch (IOException)
        {
        }
    }

    private static Task ParkedAsync(LoopSocket socket, LoopFrameTransport reader) =>
        Eventually.HoldsAsync(() => socket.TryUnparkReader() && socket.TryPark((ISocketReader)reader));
}

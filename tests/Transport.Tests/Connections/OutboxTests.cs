using System.Buffers.Binary;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Time;
using Streaming.Contracts;
using Streaming.Transport.Connections;
using Xunit;

namespace Streaming.Transport.Tests.Connections;

public sealed class OutboxTests : IDisposable, IOutboxOwner
{
    private const int Bound = 4_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    private readonly ManualTimeProvider _clock = new();
    private readonly TimingWheel _wheel;
    private readonly ConcurrentQueue<OutboxFailure> _failures = new();

    public OutboxTests() => _wheel = new TimingWheel(_clock, NullLogger<TimingWheel>.Instance);

    public void Dispose() => _wheel.Dispose();

    void IOutboxOwner.OnOutboxFailed(OutboxFailure failure) => _failures.Enqueue(failure);

    [Fact]
    public async Task TryEnqueue_IdleStream_WritesTheFrameAsItIs()
    {
        var stream = new ControlledStream();
        var outbox = Open(stream);

        Assert.True(outbox.TryEnqueue(new byte[] { 1, 2, 3 }));

        Assert.Equal([1, 2, 3], (await stream.NextWriteAsync()).Bytes);
        await EndAsync(outbox);
        Assert.Equal(new OutboxStatistics(Frames: 1, Bytes: 3, Writes: 1, WaitingBytes: 0), outbox.Statistics);
    }

    [Fact]
    public async Task TryEnqueue_BusyStream_GathersWhatWaitsIntoOneWrite()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(0));
        var first = await stream.NextWriteAsync();
        for (var i = 1; i <= 50; i++)
            Assert.True(outbox.TryEnqueue(Frame(i)));
        Assert.False(stream.TryTakeWrite(out _));

        first.End();
        var second = await stream.NextWriteAsync();
        Assert.Equal(Enumerable.Range(1, 50), Numbers(second.Bytes));
        second.End();

        await EndAsync(outbox);
        Assert.Equal(new OutboxStatistics(Frames: 51, Bytes: 204, Writes: 2, WaitingBytes: 0), outbox.Statistics);
    }

    [Fact]
    public async Task TryEnqueue_MoreThanABatch_TakesSeveralWritesAndNeverCutsAFrame()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream, bound: 1_000_000);
        outbox.TryEnqueue(Frame(0));
        var first = await stream.NextWriteAsync();
        int[] lengths = [30_000, 30_000, 30_000, FrameQueue.MaxBatchBytes, FrameQueue.MaxBatchBytes + 1, 1, 1];
        foreach (var length in lengths)
            outbox.TryEnqueue(new byte[length]);
        first.End();

        int[] expected = [60_000, 30_000, FrameQueue.MaxBatchBytes, FrameQueue.MaxBatchBytes + 1, 2];
        foreach (var length in expected)
        {
            var write = await stream.NextWriteAsync();
            Assert.Equal(length, write.Bytes.Length);
            write.End();
        }
        await EndAsync(outbox);
    }

    [Fact]
    public async Task TryEnqueue_FromManyThreads_KeepsTheOrderOfEach()
    {
        const int threads = 4;
        const int perThread = 5_000;
        var stream = new ControlledStream();
        var outbox = Open(stream, bound: int.MaxValue);

        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < perThread; i++)
                Assert.True(outbox.TryEnqueue(Frame(thread * perThread + i)));
        })));
        await EndAsync(outbox);

        var written = new List<int>();
        while (stream.TryTakeWrite(out var write))
            written.AddRange(Numbers(write!.Bytes));
        Assert.Equal(threads * perThread, written.Count);
        Assert.All(
            written.GroupBy(number => number / perThread),
            group => Assert.Equal(Enumerable.Range(group.Key * perThread, perThread), group));
    }

    [Fact]
    public async Task TryEnqueue_PastTheBound_IsRefusedOnceAndForAll()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        Assert.True(outbox.TryEnqueue(new byte[1_000]));
        var write = await stream.NextWriteAsync();
        Assert.True(outbox.TryEnqueue(new byte[3_000])); // a write under way counts: exactly full

        Assert.False(outbox.TryEnqueue(new byte[1]));
        Assert.False(outbox.TryEnqueue(new byte[1]));
        write.End();
        Assert.False(outbox.TryEnqueue(new byte[1])); // room again, but a gap has been made

        Assert.Equal([OutboxFailure.Overflow], _failures);
        Assert.Equal(4_000, outbox.Statistics.WaitingBytes + outbox.Statistics.Bytes);
        outbox.Abort();
    }

    [Fact]
    public async Task TryEnqueue_TinyFrames_CountForTheMemoryTheyTake()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        Assert.True(outbox.TryEnqueue(new byte[2]));
        await stream.NextWriteAsync();
        var accepted = 0;
        while (outbox.TryEnqueue(new byte[2]))
            accepted++;

        Assert.Equal(Bound / 64 - 1, accepted);
        outbox.Abort();
    }

    [Fact]
    public async Task Complete_AfterOverflow_MayDropWhatWaitsButNotWhatIsBeingWritten()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(1));
        var first = await stream.NextWriteAsync();
        outbox.TryEnqueue(new byte[3_600]);
        Assert.False(outbox.TryEnqueue(new byte[3_600]));

        outbox.Complete(Frame(2), dropWaiting: true);
        first.End();
        var last = await stream.NextWriteAsync();
        last.End();

        Assert.Equal([2], Numbers(last.Bytes));
        Assert.True(await outbox.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task Complete_WritesWhatWaitsAndTheLastFrameBeyondTheBound()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream, bound: 128);
        outbox.TryEnqueue(Frame(1));
        var first = await stream.NextWriteAsync();
        outbox.TryEnqueue(Frame(2));

        outbox.Complete(Frame(3), dropWaiting: false);
        outbox.Complete(Frame(4), dropWaiting: true); // too late to change its mind
        Assert.False(outbox.TryEnqueue(Frame(5)));
        Assert.False(outbox.Ended.IsCompleted);
        first.End();
        var rest = await stream.NextWriteAsync();
        Assert.Equal([2, 3], Numbers(rest.Bytes));
        Assert.False(outbox.Ended.IsCompleted);
        rest.End();

        Assert.True(await outbox.Ended.WaitAsync(Patience));
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task WaitForRoom_WaitsUntilLessThanHalfWaits()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        Assert.True(await outbox.WaitForRoomAsync());
        outbox.TryEnqueue(new byte[2_001]);
        var first = await stream.NextWriteAsync();
        outbox.TryEnqueue(new byte[1_999]);

        var one = outbox.WaitForRoomAsync().AsTask();
        var other = outbox.WaitForRoomAsync().AsTask();
        Assert.False(one.IsCompleted);
        first.End();

        Assert.True(await one.WaitAsync(Patience));
        Assert.True(await other.WaitAsync(Patience));
        Assert.True(await outbox.WaitForRoomAsync());
        outbox.Abort();
    }

    [Theory]
    [InlineData("abort")]
    [InlineData("complete")]
    [InlineData("overflow")]
    [InlineData("fail")]
    public async Task WaitForRoom_EndsWithTheOutbox(string how)
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(new byte[4_000]);
        var write = await stream.NextWriteAsync();
        var room = outbox.WaitForRoomAsync().AsTask();

        switch (how)
        {
            case "abort":
                outbox.Abort();
                break;
            case "complete":
                outbox.Complete(Frame(1), dropWaiting: false);
                break;
            case "overflow":
                outbox.TryEnqueue(Frame(1));
                break;
            case "fail":
                write.Fail();
                break;
        }

        Assert.False(await room.WaitAsync(Patience));
        Assert.False(await outbox.WaitForRoomAsync());
    }

    [Fact]
    public async Task Write_Fails_TellsTheOwnerAndDropsTheRest()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(1));
        var write = await stream.NextWriteAsync();
        outbox.TryEnqueue(Frame(2));

        write.Fail();

        Assert.False(await outbox.Ended.WaitAsync(Patience));
        Assert.False(outbox.TryEnqueue(Frame(3)));
        await Eventually.HoldsAsync(() => !_failures.IsEmpty);
        Assert.Equal([OutboxFailure.WriteFailed], _failures);
        Assert.False(stream.TryTakeWrite(out _));
    }

    [Fact]
    public async Task Write_FailsWhileCompleting_Ends()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(1));
        var write = await stream.NextWriteAsync();
        outbox.Complete(Frame(2), dropWaiting: false);

        write.Fail();

        Assert.False(await outbox.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task Write_TakesTooLong_TellsTheOwner()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(1));
        var write = await stream.NextWriteAsync();
        await ScheduledAsync(1);

        _clock.Advance(WriteTimeout - TimeSpan.FromMilliseconds(1));
        Assert.Empty(_failures);
        _clock.Advance(TimeSpan.FromMilliseconds(200));

        Assert.Equal([OutboxFailure.WriteTimedOut], _failures);
        write.Fail();
        Assert.False(await outbox.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task Write_EndsInTime_LeavesNothingInTheWheel()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        for (var i = 0; i < 3; i++)
        {
            outbox.TryEnqueue(Frame(i));
            var write = await stream.NextWriteAsync();
            await ScheduledAsync(1);
            _clock.Advance(WriteTimeout / 2);
            write.End();
            await ScheduledAsync(0);
        }
        await EndAsync(outbox);
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task Abort_DuringAWrite_EndsWhenTheWriteDoes()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(1));
        var write = await stream.NextWriteAsync();
        outbox.TryEnqueue(Frame(2));

        outbox.Abort();
        Assert.False(outbox.Ended.IsCompleted);
        Assert.False(outbox.TryEnqueue(Frame(3)));
        write.End();

        Assert.False(await outbox.Ended.WaitAsync(Patience));
        Assert.False(stream.TryTakeWrite(out _));
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task Abort_WhenIdle_EndsAtOnce()
    {
        var outbox = Open(new ControlledStream());
        outbox.Abort();
        Assert.False(await outbox.Ended.WaitAsync(Patience));
    }

    [Fact]
    public async Task HasWritten_TellsWhetherAFrameHasLeft()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(1));
        var first = await stream.NextWriteAsync();
        outbox.TryEnqueue(Frame(2), out var mark);
        Assert.False(outbox.HasWritten(mark));

        first.End();
        var second = await stream.NextWriteAsync();
        Assert.False(outbox.HasWritten(mark));
        second.End();
        await EndAsync(outbox);

        Assert.True(outbox.HasWritten(mark));
    }

    [Fact]
    public async Task TryEnqueue_MoreThanTheBoundBeforeTheDrainerComes_WritesInsteadOfGivingUpTheReader()
    {
        var target = new UnhurriedTarget();
        var outbox = new Outbox(target, Bound, WriteTimeout, _wheel, this);

        for (var i = 0; i < 100; i++)
            Assert.True(outbox.TryEnqueue(new byte[Bound / 2]));
        while (target.Drainers.TryDequeue(out var drainer))
            drainer.Execute();

        Assert.Equal(100 * Bound / 2, target.Written);
        Assert.Empty(_failures);
        await EndAsync(outbox);
    }

    [Fact]
    public async Task Drainer_OfAReaderThatIsAsFastAsItsRoom_LeavesTheThreadToOthersInBetween()
    {
        var target = new UnhurriedTarget();
        var outbox = new Outbox(target, Bound, WriteTimeout, _wheel, this);
        const int frames = 100;
        var accepted = 1;
        target.Wrote = () =>
        {
            if (accepted++ < frames)
                Assert.True(outbox.TryEnqueue(new byte[Bound / 2]));
        };
        outbox.TryEnqueue(new byte[Bound / 2]);

        var turns = 0;
        for (; target.Drainers.TryDequeue(out var drainer); turns++)
        {
            var before = outbox.Statistics.Writes;
            drainer.Execute();
            Assert.InRange(outbox.Statistics.Writes - before, 1, 16);
        }

        Assert.Equal(frames * Bound / 2, target.Written);
        Assert.InRange(turns, frames / 16, frames / 4);
        await EndAsync(outbox);
    }

    [Fact]
    public async Task HoldWhile_LetsNothingLeaveBeforeAllIsDone_AndThenAllInOrder()
    {
        var stream = new ControlledStream { Held = true };
        var outbox = Open(stream);
        outbox.TryEnqueue(Frame(0));
        var first = await stream.NextWriteAsync();
        outbox.TryEnqueue(Frame(1));

        outbox.HoldWhile(() =>
        {
            outbox.TryEnqueue(Frame(2));
            first.End();
            // The drainer has come back, and found nothing that it may write.
            Assert.True(SpinWait.SpinUntil(() => outbox.Statistics is { Writes: 1, WaitingBytes: 8 }, Patience));
            outbox.TryEnqueue(Frame(3));
            Assert.False(stream.TryTakeWrite(out _));
        });

        var rest = await stream.NextWriteAsync();
        Assert.Equal([1, 2, 3], Numbers(rest.Bytes));
        rest.End();
        await EndAsync(outbox);
    }

    [Fact]
    public async Task HoldWhile_ByTwo_LastsUntilBothAreDone()
    {
        var stream = new ControlledStream();
        var outbox = Open(stream);

        outbox.HoldWhile(() =>
        {
            outbox.HoldWhile(() => outbox.TryEnqueue(Frame(1)));
            outbox.TryEnqueue(Frame(2));
        });

        Assert.Equal([1, 2], Numbers((await stream.NextWriteAsync()).Bytes));
        await EndAsync(outbox);
    }

    [Fact]
    public async Task HoldWhile_WhatThrows_LetsGoAllTheSame()
    {
        var stream = new ControlledStream();
        var outbox = Open(stream);

        Assert.Throws<InvalidOperationException>(() => outbox.HoldWhile(() =>
        {
            outbox.TryEnqueue(Frame(1));
            throw new InvalidOperationException();
        }));

        Assert.Equal([1], Numbers((await stream.NextWriteAsync()).Bytes));
        await EndAsync(outbox);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HoldWhile_TheOutboxEnds_LosesNothing_AndEndsAfterwards(bool completes)
    {
        var stream = new ControlledStream();
        var outbox = Open(stream);

        outbox.HoldWhile(() =>
        {
            outbox.TryEnqueue(Frame(1));
            if (completes)
                outbox.Complete(Frame(2), dropWaiting: false);
            else
                outbox.Abort();
            Assert.Equal(!completes, outbox.Ended.IsCompleted);
        });

        Assert.Equal(completes, await outbox.Ended.WaitAsync(Patience));
        Assert.Equal(completes, stream.TryTakeWrite(out var written));
        Assert.Equal(completes ? [1, 2] : [], written is null ? [] : Numbers(written.Bytes));
    }

    private Outbox Open(Stream stream, long bound = Bound) => new(new StreamTarget(stream), bound, WriteTimeout, _wheel, this);

    // Ends an outbox whose stream is not held, or has nothing left to write.
    private static async Task EndAsync(Outbox outbox)
    {
        await Eventually.HoldsAsync(() => outbox.Statistics.WaitingBytes == 0);
        outbox.Abort();
        await outbox.Ended.WaitAsync(Patience);
    }

    private Task ScheduledAsync(int entries) => Eventually.HoldsAsync(() => _wheel.Count == entries);

    private static byte[] Frame(int number)
    {
        var frame = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(frame, number);
        return frame;
    }

    private static IEnumerable<int> Numbers(byte[] bytes) =>
        bytes.Chunk(4).Select(frame => BinaryPrimitives.ReadInt32BigEndian(frame));
}

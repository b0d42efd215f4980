using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="IRoomLog"/> does. Derive per adapter. Uses nothing but the port, and compares by content:
/// an adapter may answer later, and with other objects. Appends are in this file, the rest beside it.
/// </summary>
public abstract partial class RoomLogContract : IAsyncLifetime
{
    private static readonly RoomId Room = new("lobby");

    private LogUnderTest _under = null!;

    private IRoomLog Log => _under.Log;

    /// <summary>A log of its own for each test.</summary>
    protected abstract ValueTask<LogUnderTest> CreateAsync();

    public async Task InitializeAsync() => _under = await CreateAsync();

    public Task DisposeAsync() => _under.DisposeAsync().AsTask();

    [Fact]
    public async Task Append_ToAnAbsentLog_BeginsIt()
    {
        RoomWriter writer = await _under.ClaimAsync(Room);

        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 0, Sample.OneOfEach));

        LogPage page = await AllAsync();
        Assert.Equal((Sample.Epoch, 1L, Sample.OneOfEach.Length), (page.Epoch!.Value, page.FirstSeq, page.LastSeq));
        Content.AssertSame(Sample.OneOfEach, page.Events);
    }

    [Fact]
    public async Task Append_ThatContinues_Continues()
    {
        RoomWriter writer = await WriteAsync(3);

        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 3, Sample.Messages(4, 5)));
        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 5, Sample.Messages(6, 6)));

        Content.AssertSame(Sample.Messages(1, 6), (await AllAsync()).Events);
    }

    [Theory]
    [InlineData(0)] // as if there were no log
    [InlineData(2)] // one behind
    [InlineData(4)] // a gap
    [InlineData(1_000)]
    public async Task Append_ExpectingAnotherEnd_IsAConflict_AndWritesNothing(long expected)
    {
        RoomWriter writer = await WriteAsync(3);

        Assert.Equal(AppendResult.Conflict, await AppendAsync(writer, expected, Sample.Messages(expected + 1, expected + 2)));

        Content.AssertSame(Sample.Messages(1, 3), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Append_ToAnAbsentLog_ExpectingOne_IsAConflict_AndLeavesItAbsent()
    {
        RoomWriter writer = await _under.ClaimAsync(Room);

        Assert.Equal(AppendResult.Conflict, await AppendAsync(writer, 3, Sample.Messages(4, 4)));

        Assert.Null((await AllAsync()).Epoch);
    }

    [Fact]
    public async Task Append_InAnotherEpoch_IsAConflict_AndWritesNothing()
    {
        RoomWriter writer = await WriteAsync(3);
        var append = new RoomAppend(writer, new Epoch("another"), 3, Sample.Messages(4, 4));

        Assert.Equal(AppendResult.Conflict, await Log.AppendAsync(append, CancellationToken.None));

        LogPage page = await AllAsync();
        Assert.Equal((Sample.Epoch, 3L), (page.Epoch!.Value, page.LastSeq));
    }

    [Fact]
    public async Task Append_InAnOldTerm_IsFenced_AndWritesNothing()
    {
        RoomWriter old = await WriteAsync(3);
        RoomWriter current = await _under.ClaimAsync(Room);
        Assert.True(current.Term > old.Term);

        Assert.Equal(AppendResult.Fenced, await AppendAsync(old, 3, Sample.Messages(4, 4)));
        Assert.Equal(3, (await AllAsync()).LastSeq);

        Assert.Equal(AppendResult.Appended, await AppendAsync(current, 3, Sample.Messages(4, 4)));
        Assert.Equal(AppendResult.Fenced, await AppendAsync(old, 4, Sample.Messages(5, 5)));
    }

    [Fact]
    public async Task Append_InATermNobodyHasClaimed_IsFenced()
    {
        RoomWriter writer = await WriteAsync(3);

        Assert.Equal(AppendResult.Fenced, await AppendAsync(writer with { Term = writer.Term + 1 }, 3, Sample.Messages(4, 4)));
        Assert.Equal(3, (await AllAsync()).LastSeq);
    }

    [Fact]
    public async Task Append_BothOldAndWrong_IsFenced()
    {
        RoomWriter old = await WriteAsync(3);
        await _under.ClaimAsync(Room);

        // Being replaced matters more: a writer that takes it for a conflict would read and try again for ever.
        Assert.Equal(AppendResult.Fenced, await AppendAsync(old, 1, Sample.Messages(2, 2)));
    }

    [Fact]
    public async Task Append_OfABatch_IsSeenWholeOrNotAtAll()
    {
        RoomWriter writer = await WriteAsync(1);
        using var done = new CancellationTokenSource();
        Task<bool> reader = Task.Run(async () =>
        {
            bool whole = true;
            while (!done.IsCancellationRequested)
                whole &= ((await AllAsync()).LastSeq - 1) % 10 == 0;

            return whole;
        });

        for (int i = 0; i < 50; i++)
            await AppendAsync(writer, (i * 10) + 1, Sample.Messages((i * 10) + 2, (i * 10) + 11));
        await done.CancelAsync();

        Assert.True(await reader, "a reader saw part of a batch");
    }

    [Fact]
    public async Task Append_ByManyAtOnce_OneWinsEachSeq_AndTheLogIsContiguous()
    {
        const int Writers = 8;
        const int Rounds = 20;
        RoomWriter writer = await WriteAsync(1);
        for (int round = 0; round < Rounds; round++)
        {
            long head = round + 1;
            AppendResult[] results = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i =>
                Task.Run(() => AppendAsync(writer, head, [Sample.Message(head + 1, $"writer {i}")]))));

            Assert.Equal(1, results.Count(result => result == AppendResult.Appended));
            Assert.Equal(Writers - 1, results.Count(result => result == AppendResult.Conflict));
        }

        Assert.Equal(Enumerable.Range(1, Rounds + 1).Select(seq => (long)seq), (await AllAsync()).Events.Select(e => e.Seq));
    }

    [Fact]
    public async Task Append_WhileTheTermMoves_IsWrittenByOneTermAtATime()
    {
        RoomWriter old = await WriteAsync(1);
        Task<long> writing = Task.Run(async () =>
        {
            long head = 1;
            while (await AppendAsync(old, head, [Sample.Message(head + 1, "old")]) == AppendResult.Appended)
                head++;

            return head;
        });
        RoomWriter current = await _under.ClaimAsync(Room);
        long acked = await writing;

        LogPage page = await AllAsync();
        Assert.Equal(acked, page.LastSeq);
        Assert.Equal(AppendResult.Appended, await AppendAsync(current, acked, [Sample.Message(acked + 1, "new")]));
    }

    [Fact]
    public async Task Rooms_AreApart()
    {
        RoomId[] rooms = [.. Enumerable.Range(0, 20).Select(i => new RoomId($"room:{i}@x.y-z_{i}"))];
        for (int i = 0; i < rooms.Length; i++)
            Assert.Equal(AppendResult.Appended, await AppendAsync(await _under.ClaimAsync(rooms[i]), 0, Sample.Messages(1, i + 1)));

        for (int i = 0; i < rooms.Length; i++)
            Assert.Equal(i + 1, (await AllAsync(rooms[i])).LastSeq);
    }

    private async Task<AppendResult> AppendAsync(RoomWriter writer, long expected, ImmutableArray<RoomEvent> events) =>
        await Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, expected, events), CancellationToken.None);

    /// <summary>A log of so many messages, and its writer.</summary>
    private async Task<RoomWriter> WriteAsync(int messages)
    {
        RoomWriter writer = await _under.ClaimAsync(Room);
        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 0, Sample.Messages(1, messages)));
        return writer;
    }

    private async Task<LogPage> AllAsync(RoomId? room = null) => await ReadAsync(LogRange.Following(0, int.MaxValue), room);

    private async Task<LogPage> ReadAsync(LogRange range, RoomId? room = null) =>
        await Log.ReadAsync(room ?? Room, range, CancellationToken.None);
}

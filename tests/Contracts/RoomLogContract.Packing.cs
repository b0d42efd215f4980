using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Xunit;

namespace Streaming.Contracts;

/// <summary>Whatever an adapter makes of packing: who reads and writes does not notice.</summary>
public abstract partial class RoomLogContract
{
    private const int Long = 900;

    /// <summary>Around the ends of blocks, within them, over several, and where packing ends.</summary>
    public static TheoryData<long, long, int, bool> LongRanges => new()
    {
        { 0, long.MaxValue, int.MaxValue, false },
        { 0, long.MaxValue, int.MaxValue, true },
        { 0, long.MaxValue, 256, false },
        { 255, long.MaxValue, 2, false },
        { 256, long.MaxValue, 1, false },
        { 255, 257, 10, true },
        { 254, 515, 1_000, false },
        { 100, 110, 100, true },
        { 0, 2, 5, false },
        { 700, 800, 1_000, false },
        { 760, 780, 1_000, true },
        { 890, long.MaxValue, 1_000, false },
    };

    [Theory]
    [MemberData(nameof(LongRanges))]
    public async Task Pack_ChangesNothing_ForWhoReads(long after, long before, int limit, bool newestFirst)
    {
        RoomWriter writer = await WriteLongAsync();
        var range = new LogRange(after, before, limit, newestFirst);
        LogPage was = await ReadAsync(range);

        await PackAsync(writer);

        Content.AssertSame(was, await ReadAsync(range));
    }

    [Fact]
    public async Task Pack_ChangesNothing_ForSingleEntries()
    {
        RoomWriter writer = await WriteLongAsync();
        await PackAsync(writer);

        long[] seqs = [1, 2, 255, 256, 257, 500, 512, 513, 768, 769, 899, 900];
        Content.AssertSame(seqs.Select(static seq => Sample.Message(seq)), await ReadManyAsync([.. seqs]));
    }

    [Fact]
    public async Task Pack_LeavesTheLogToItsWriter()
    {
        RoomWriter writer = await WriteLongAsync();
        await PackAsync(writer);

        Assert.Equal(AppendResult.Conflict, await AppendAsync(writer, Long - 1, Sample.Messages(Long, Long)));
        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, Long, Sample.Messages(Long + 1, Long + 600)));
        await SaveAsync(writer, SnapshotAt(Long + 600));
        await PackAsync(writer);

        Content.AssertSame(Sample.Messages(1, Long + 600), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Pack_Redaction_BeforeAndAfter()
    {
        RoomWriter writer = await WriteLongAsync();
        await RedactAsync(writer, Long, Sample.Messages(Long + 1, Long + 1), 3, 300, 880);
        await PackAsync(writer);
        await RedactAsync(writer, Long + 1, Sample.Messages(Long + 2, Long + 2), 4, 301, 881);

        Assert.Equal([3L, 4, 300, 301, 880, 881], await RedactedAsync());
        Assert.Equal(6, (await ReadManyAsync(3, 4, 300, 301, 880, 881)).OfType<MessagePublished>().Count(static e => e.IsRedacted));
        Content.AssertSame(Sample.Message(299), (await AllAsync()).Events[298]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(258)]
    [InlineData(400)]
    [InlineData(769)]
    [InlineData(770)]
    [InlineData(850)]
    [InlineData(Long)]
    public async Task Pack_ThenTrim_KeepsTheRest(long firstSeq)
    {
        RoomWriter writer = await WriteLongAsync();
        await PackAsync(writer);
        await RedactAsync(writer, Long, Sample.Messages(Long + 1, Long + 1), firstSeq);

        await TrimAsync(writer, firstSeq, snapshot: Long + 1);

        LogPage page = await AllAsync();
        Assert.Equal((firstSeq, Long + 1L), (page.FirstSeq, page.LastSeq));
        Content.AssertSame(
            Sample.Messages(firstSeq, Long + 1).SetItem(0, Sample.Message(firstSeq).WithoutContent()), page.Events);
        Content.AssertSame(new[] { Sample.Message(Long + 1) }, await ReadManyAsync(firstSeq - 1, Long + 1));
    }

    [Fact]
    public async Task Pack_AfterATrim_GoesOnFromThere()
    {
        RoomWriter writer = await WriteLongAsync();
        await TrimAsync(writer, 100, snapshot: Long);
        await PackAsync(writer);
        await TrimAsync(writer, 500, snapshot: Long);
        await AppendAsync(writer, Long, Sample.Messages(Long + 1, Long + 600));
        await SaveAsync(writer, SnapshotAt(Long + 600));
        await PackAsync(writer);

        Content.AssertSame(Sample.Messages(500, Long + 600), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Pack_Deletion_TakesAll()
    {
        RoomWriter writer = await WriteLongAsync();
        await PackAsync(writer);
        await DeleteAsync(writer, Long);
        await Log.AppendAsync(new RoomAppend(writer, Next, 0, Sample.Messages(1, 700)), CancellationToken.None);

        Content.AssertSame(Sample.Messages(1, 700), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Pack_InAnOldTerm_DoesNothing()
    {
        RoomWriter old = await WriteLongAsync();
        await _under.ClaimAsync(Room);

        Assert.False(await Log.PackAsync(old, keep: 100, CancellationToken.None));
        Content.AssertSame(Sample.Messages(1, Long), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Pack_UnderAnotherEpoch_StaysReadable()
    {
        RoomWriter writer = await WriteLongAsync();
        await PackAsync(writer);
        await RenewAsync(writer, Long);

        Content.AssertSame(Sample.Messages(1, Long), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Pack_OfAnAbsentLog_DoesNothing()
    {
        Assert.False(await Log.PackAsync(await _under.ClaimAsync(Room), keep: 0, CancellationToken.None));
        Assert.Null((await AllAsync()).Epoch);
    }

    [Fact]
    public async Task Trim_OfAll_LeavesTheNewest_WithoutItsContent()
    {
        RoomWriter writer = await WriteAsync(10);
        await TrimAsync(writer, 11, snapshot: 10);

        Content.AssertSame(new[] { Sample.Message(10).WithoutContent() }, (await AllAsync()).Events);
    }

    /// <summary>A log of appends of one to seven events, so that ends of appends and of blocks do not meet; its snapshot stands at its end.</summary>
    private async Task<RoomWriter> WriteLongAsync()
    {
        RoomWriter writer = await _under.ClaimAsync(Room);
        for (int head = 0, size = 1; head < Long; head += size, size = Math.Min(1 + (size * 3 % 7), Long - head))
            Assert.Equal(AppendResult.Appended, await AppendAsync(writer, head, Sample.Messages(head + 1, head + size)));

        await SaveAsync(writer, SnapshotAt(Long));
        return writer;
    }

    private async Task PackAsync(RoomWriter writer)
    {
        while (await Log.PackAsync(writer, keep: 100, CancellationToken.None))
        {
            // As long as there is something to pack.
        }
    }
}

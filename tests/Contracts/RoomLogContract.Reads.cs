using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomLogContract
{
    /// <summary>Of a log with the seqs 1 to 10.</summary>
    public static TheoryData<long, long, int, bool, long[]> Ranges => new()
    {
        { 0, long.MaxValue, 100, false, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
        { 0, long.MaxValue, 100, true, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1] },
        { 0, long.MaxValue, int.MaxValue, false, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
        { 0, long.MaxValue, 3, false, [1, 2, 3] },
        { 0, long.MaxValue, 3, true, [10, 9, 8] },
        { 4, long.MaxValue, 3, false, [5, 6, 7] },
        { 4, long.MaxValue, 3, true, [10, 9, 8] },
        { 0, 5, 3, true, [4, 3, 2] },
        { 0, 5, 3, false, [1, 2, 3] },
        { 4, 7, 100, false, [5, 6] },
        { 4, 7, 100, true, [6, 5] },
        { 9, long.MaxValue, 100, false, [10] },
        { 10, long.MaxValue, 100, false, [] },
        { 11, long.MaxValue, 100, false, [] },
        { long.MaxValue, long.MaxValue, 100, false, [] },
        { 0, 1, 100, true, [] },
        { 0, 2, 100, true, [1] },
        { 0, 0, 100, true, [] },
        { -5, 3, 100, false, [1, 2] },
        { 0, -5, 100, true, [] },
        { 5, 6, 100, false, [] }, // nothing between
        { 7, 4, 100, false, [] }, // the wrong way round
        { 0, 1_000_000, 2, true, [10, 9] },
        { 0, long.MaxValue, 0, false, [] },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public async Task Read_GivesTheRange_AndTheLogsBounds(long after, long before, int limit, bool newestFirst, long[] expected)
    {
        await WriteAsync(10);

        LogPage page = await ReadAsync(new LogRange(after, before, limit, newestFirst));

        Assert.Equal(expected, page.Events.Select(e => e.Seq));
        Assert.Equal((Sample.Epoch, 1L, 10L), (page.Epoch!.Value, page.FirstSeq, page.LastSeq));
    }

    [Fact]
    public async Task Read_OfAnAbsentLog_IsEmptyWithoutAnEpoch()
    {
        LogPage page = await AllAsync(new RoomId("nowhere"));

        Assert.Null(page.Epoch);
        Assert.Equal((1L, 0L), (page.FirstSeq, page.LastSeq));
        Assert.Empty(page.Events);
    }

    [Fact]
    public async Task Read_AfterAppend_SeesIt()
    {
        RoomWriter writer = await WriteAsync(1);
        for (long head = 1; head < 30; head++)
        {
            await AppendAsync(writer, head, Sample.Messages(head + 1, head + 1));
            Assert.Equal(head + 1, Assert.Single((await ReadAsync(LogRange.Following(head, 10))).Events).Seq);
        }
    }

    [Fact]
    public async Task Read_InPages_BothWays_GivesEachEntryOnce()
    {
        await WriteAsync(100);

        var forth = new List<long>();
        for (LogPage page = await ReadAsync(LogRange.Following(0, 7)); !page.Events.IsEmpty;)
        {
            forth.AddRange(page.Events.Select(e => e.Seq));
            page = await ReadAsync(LogRange.Following(forth[^1], 7));
        }

        var back = new List<long>();
        for (LogPage page = await ReadAsync(LogRange.Preceding(long.MaxValue, 7)); !page.Events.IsEmpty;)
        {
            back.AddRange(page.Events.Select(e => e.Seq));
            page = await ReadAsync(LogRange.Preceding(back[^1], 7));
        }

        Assert.Equal(Enumerable.Range(1, 100).Select(seq => (long)seq), forth);
        Assert.Equal(forth.AsEnumerable().Reverse(), back);
    }

    [Fact]
    public async Task Read_OfLargeMessages_IsByteForByte()
    {
        RoomWriter writer = await WriteAsync(1);
        string text = string.Concat(Enumerable.Repeat("é🦊x", 9_000)); // 63 000 bytes
        await AppendAsync(writer, 1, [Sample.Message(2, text), Sample.Message(3, text)]);

        Content.AssertSame(new[] { Sample.Message(2, text), Sample.Message(3, text) }, (await ReadAsync(LogRange.Following(1, 10))).Events);
    }
}

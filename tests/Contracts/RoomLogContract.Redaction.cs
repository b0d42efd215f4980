using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomLogContract
{
    [Fact]
    public async Task Redaction_TakesTheContent_AndLeavesAllElse()
    {
        RoomWriter writer = await _under.ClaimAsync(Room);
        await AppendAsync(writer, 0, Sample.OneOfEach);

        int last = Sample.OneOfEach.Length;
        Assert.Equal(AppendResult.Appended, await RedactAsync(writer, last, Sample.Messages(last + 1, last + 1), 4));

        ImmutableArray<RoomEvent> events = (await AllAsync()).Events;
        Content.AssertSame(Sample.OneOfEach.SetItem(3, Sample.OneOfEach[3].WithoutContent()).AddRange(Sample.Messages(last + 1, last + 1)), events);
        var redacted = (MessagePublished)events[3];
        Assert.True(redacted.IsRedacted);
        Assert.Equal((true, true, null, "thread-1"), (redacted.Body.Data.IsEmpty, redacted.Body.Metadata.IsEmpty, redacted.Body.ContentType, redacted.Body.ThreadId));
        Assert.Equal((Sample.Bob, Sample.OneOfEach[3].Request, Sample.OneOfEach[3].Timestamp), (redacted.By, redacted.Request, redacted.Timestamp));
    }

    [Theory]
    [InlineData(0, long.MaxValue, 100, false)]
    [InlineData(0, long.MaxValue, 100, true)]
    [InlineData(3, 7, 100, false)]
    [InlineData(4, 6, 1, true)]
    [InlineData(4, long.MaxValue, 1, false)]
    [InlineData(0, 6, 1, true)]
    public async Task Redaction_ShowsInEveryRange(long after, long before, int limit, bool newestFirst)
    {
        RoomWriter writer = await WriteAsync(10);
        await RedactAsync(writer, 10, Sample.Messages(11, 11), 5);

        LogPage page = await ReadAsync(new LogRange(after, before, limit, newestFirst));

        Assert.Equal([5L], page.Events.OfType<MessagePublished>().Where(static e => e.IsRedacted).Select(static e => e.Seq));
    }

    [Fact]
    public async Task Redaction_OfSeveral_AndOfItsOwnAppend()
    {
        RoomWriter writer = await WriteAsync(10);
        await RedactAsync(writer, 10, Sample.Messages(11, 13), 2, 9, 12);

        Assert.Equal([2L, 9, 12], await RedactedAsync());
    }

    [Fact]
    public async Task Redaction_Repeated_ChangesNothing()
    {
        RoomWriter writer = await WriteAsync(5);
        await RedactAsync(writer, 5, Sample.Messages(6, 6), 2);
        await RedactAsync(writer, 6, Sample.Messages(7, 7), 2, 3);

        Assert.Equal([2L, 3], await RedactedAsync());
    }

    [Fact]
    public async Task Redaction_OfARefusedAppend_TakesNothing()
    {
        RoomWriter old = await WriteAsync(5);
        Assert.Equal(AppendResult.Conflict, await RedactAsync(old, 4, Sample.Messages(5, 5), 2));
        await _under.ClaimAsync(Room);
        Assert.Equal(AppendResult.Fenced, await RedactAsync(old, 5, Sample.Messages(6, 6), 2));

        Content.AssertSame(Sample.Messages(1, 5), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Redaction_OfWhatIsNotThere_CountsForNothing_NotEvenLater()
    {
        RoomWriter writer = await WriteAsync(5);
        await RedactAsync(writer, 5, Sample.Messages(6, 6), -1, 0, 7, long.MaxValue);
        await AppendAsync(writer, 6, Sample.Messages(7, 8));

        Content.AssertSame(Sample.Messages(1, 8), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Redaction_OfWhatHasNoContent_ChangesNothing()
    {
        RoomWriter writer = await _under.ClaimAsync(Room);
        await AppendAsync(writer, 0, Sample.OneOfEach);
        int last = Sample.OneOfEach.Length;
        await RedactAsync(writer, last, Sample.Messages(last + 1, last + 1), 1, 2, 7);

        Content.AssertSame(Sample.OneOfEach, (await AllAsync()).Events[..last]);
    }

    [Fact]
    public async Task Redaction_StaysUnderAnotherEpoch_AndWhenTheLogIsTrimmed()
    {
        RoomWriter writer = await WriteAsync(10);
        await RedactAsync(writer, 10, Sample.Messages(11, 11), 3, 8);
        await TrimAsync(writer, 6, snapshot: 11);
        await RenewAsync(writer, 11);

        Assert.Equal([8L], await RedactedAsync());
    }

    [Fact]
    public async Task ReadMany_GivesThoseThatAreThere_LowestFirst()
    {
        RoomWriter writer = await WriteAsync(20);
        await TrimAsync(writer, 4, snapshot: 20);
        await RedactAsync(writer, 20, Sample.Messages(21, 25), 7);

        ImmutableArray<RoomEvent> events = await ReadManyAsync(25, 3, 19, 7, 7, 4, -1, 0, 26, long.MaxValue, long.MinValue);

        Content.AssertSame(new[] { Sample.Message(4), Sample.Message(7).WithoutContent(), Sample.Message(19), Sample.Message(25) }, events);
    }

    [Fact]
    public async Task ReadMany_OfAsManyAsMayBe_AndNotOfMore()
    {
        await WriteAsync(300);
        long[] seqs = [.. Enumerable.Range(1, IRoomLog.MaxSeqs).Select(static seq => (long)seq)];

        Content.AssertSame(Sample.Messages(1, IRoomLog.MaxSeqs), await ReadManyAsync(seqs));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ReadManyAsync([.. seqs, 300]));
        Assert.Empty(await ReadManyAsync());
    }

    [Fact]
    public async Task ReadMany_OfAnotherEpoch_OrAnAbsentLog_GivesNothing()
    {
        await WriteAsync(5);

        Assert.Empty(await Log.ReadManyAsync(Room, Next, [1, 2], CancellationToken.None));
        Assert.Empty(await Log.ReadManyAsync(new RoomId("nowhere"), Sample.Epoch, [1, 2], CancellationToken.None));
    }

    [Fact]
    public async Task ReadMany_OfLargeEntries_GivesAllOfThem()
    {
        string text = new('x', 60_000);
        RoomWriter writer = await WriteAsync(1);
        for (int seq = 2; seq <= 80; seq++)
            await AppendAsync(writer, seq - 1, [Sample.Message(seq, text)]);

        ImmutableArray<RoomEvent> events = await ReadManyAsync([.. Enumerable.Range(1, 80).Select(static seq => (long)seq)]);

        Assert.Equal(Enumerable.Range(1, 80).Select(static seq => (long)seq), events.Select(static e => e.Seq));
    }

    private async Task<ImmutableArray<RoomEvent>> ReadManyAsync(params long[] seqs) =>
        await Log.ReadManyAsync(Room, Sample.Epoch, [.. seqs], CancellationToken.None);

    private async Task<AppendResult> RedactAsync(RoomWriter writer, long expected, ImmutableArray<RoomEvent> events, params long[] seqs) =>
        await Log.AppendAsync(new RoomAppend(writer, Sample.Epoch, expected, events) { Redacts = [.. seqs] }, CancellationToken.None);

    private async Task<IEnumerable<long>> RedactedAsync() =>
        (await AllAsync()).Events.OfType<MessagePublished>().Where(static e => e.IsRedacted).Select(static e => e.Seq);
}

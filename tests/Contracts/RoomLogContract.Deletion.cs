using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomLogContract
{
    [Fact]
    public async Task Delete_LeavesNothing_AndAnotherMayBegin()
    {
        RoomWriter writer = await WriteAsync(10);
        await SaveAsync(writer, SnapshotAt(8));
        await RedactAsync(writer, 10, Sample.Messages(11, 11), 3);

        Assert.Equal(AppendResult.Appended, await DeleteAsync(writer, 11));
        Content.AssertSame(LogPage.None, await AllAsync());
        Assert.Null(await LoadAsync());
        Assert.Empty(await ReadManyAsync(3));

        var append = new RoomAppend(writer, Next, 0, Sample.Messages(1, 5));
        Assert.Equal(AppendResult.Appended, await Log.AppendAsync(append, CancellationToken.None));
        LogPage page = await AllAsync();
        Assert.Equal((Next, 1L, 5L), (page.Epoch!.Value, page.FirstSeq, page.LastSeq));
        Content.AssertSame(Sample.Messages(1, 5), page.Events);
        Assert.Null(await LoadAsync());
    }

    [Fact]
    public async Task Delete_Repeated_OrOfAnAbsentLog_Succeeds()
    {
        RoomWriter writer = await WriteAsync(3);
        await DeleteAsync(writer, 3);

        Assert.Equal(AppendResult.Appended, await DeleteAsync(writer, 3));
        RoomWriter absent = await _under.ClaimAsync(new RoomId("absent"));
        Assert.Equal(AppendResult.Appended, await DeleteAsync(absent, 0));
    }

    [Fact]
    public async Task Delete_ThatComesLate_DoesNotTouchTheNextLog()
    {
        RoomWriter writer = await WriteAsync(3);
        await DeleteAsync(writer, 3);
        await Log.AppendAsync(new RoomAppend(writer, Next, 0, Sample.Messages(1, 3)), CancellationToken.None);

        Assert.Equal(AppendResult.Conflict, await DeleteAsync(writer, 3));
        Assert.Equal(3, (await AllAsync()).LastSeq);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Delete_ExpectingAnotherEnd_IsAConflict(long expected)
    {
        RoomWriter writer = await WriteAsync(3);

        Assert.Equal(AppendResult.Conflict, await DeleteAsync(writer, expected));
        Content.AssertSame(Sample.Messages(1, 3), (await AllAsync()).Events);
    }

    [Fact]
    public async Task Delete_InAnOldTerm_IsFenced()
    {
        RoomWriter old = await WriteAsync(3);
        await _under.ClaimAsync(Room);

        Assert.Equal(AppendResult.Fenced, await DeleteAsync(old, 3));
        Assert.Equal(3, (await AllAsync()).LastSeq);
    }

    [Fact]
    public async Task Delete_OfALogInDoubt_IsAConflict()
    {
        await WriteAsync(3);
        await _under.BeginGenerationAsync();
        RoomWriter writer = await _under.ClaimAsync(Room);

        Assert.Equal(AppendResult.Conflict, await DeleteAsync(writer, 3));
    }

    [Fact]
    public async Task Older_NamesLogsByTheTimeOfTheirBeginning()
    {
        RoomWriter writer = await WriteAsync(3);

        Assert.Equal([Room], await OlderAsync(writer.Shard, Sample.Noon.AddSeconds(1)));
        Assert.Empty(await OlderAsync(writer.Shard, Sample.Noon.AddSeconds(-1)));

        await AppendAsync(writer, 3, [Sample.Message(4) with { Timestamp = Sample.Noon.AddDays(1) }]);
        Assert.Equal([Room], await OlderAsync(writer.Shard, Sample.Noon.AddSeconds(1)));
    }

    [Fact]
    public async Task Older_GoesByWhatWasSaidLast()
    {
        RoomWriter writer = await WriteAsync(3);
        await Log.SetOldestAsync(writer, Sample.Noon.AddDays(2), CancellationToken.None);

        Assert.Empty(await OlderAsync(writer.Shard, Sample.Noon.AddDays(1)));
        Assert.Equal([Room], await OlderAsync(writer.Shard, Sample.Noon.AddDays(3)));
    }

    [Fact]
    public async Task Older_InAnOldTerm_IsNotSet()
    {
        RoomWriter old = await WriteAsync(3);
        await _under.ClaimAsync(Room);
        await Log.SetOldestAsync(old, Sample.Noon.AddDays(2), CancellationToken.None);

        Assert.Equal([Room], await OlderAsync(old.Shard, Sample.Noon.AddDays(1)));
    }

    [Fact]
    public async Task Older_OfManyRooms_GivesTheLongestWaitingFirst_AndNoMoreThanAsked()
    {
        RoomWriter first = await WriteAsync(1);
        RoomId[] others = [.. Enumerable.Range(0, 200).Select(static i => new RoomId($"room-{i}"))];
        List<RoomId> same = [];
        foreach (RoomId room in others)
        {
            if (await _under.ClaimIfInAsync(first.Shard, room) is not { } writer)
                continue;

            same.Add(room);
            await AppendAsync(writer, 0, Sample.Messages(1, 1));
            await Log.SetOldestAsync(writer, Sample.Noon.AddDays(same.Count), CancellationToken.None);
        }

        Assert.True(same.Count > 3);
        Assert.Equal([Room, .. same[..2]], await OlderAsync(first.Shard, Sample.Noon.AddDays(1_000), limit: 3));
    }

    [Fact]
    public async Task Older_OfWhatIsGone_IsNotNamed()
    {
        RoomWriter writer = await WriteAsync(3);
        await DeleteAsync(writer, 3);
        await Log.SetOldestAsync(writer, Sample.Noon, CancellationToken.None);

        Assert.Empty(await OlderAsync(writer.Shard, DateTimeOffset.MaxValue));
    }

    private async Task<AppendResult> DeleteAsync(RoomWriter writer, long expected) =>
        await Log.DeleteAsync(writer, Sample.Epoch, expected, CancellationToken.None);

    private async Task<IEnumerable<RoomId>> OlderAsync(ShardId shard, DateTimeOffset moment, int limit = 100) =>
        await Log.FindOlderAsync(shard, moment, limit, CancellationToken.None);
}

using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomLogContract
{
    private static readonly Epoch Next = new("next");

    [Fact]
    public async Task Renew_KeepsWhatThereIs_UnderAnotherEpoch()
    {
        RoomWriter writer = await WriteAsync(3);

        Assert.Equal(AppendResult.Appended, await RenewAsync(writer, 3));

        LogPage page = await AllAsync();
        Assert.Equal((Next, 1L, 3L), (page.Epoch!.Value, page.FirstSeq, page.LastSeq));
        Content.AssertSame(Sample.Messages(1, 3), page.Events);
        Assert.Equal(AppendResult.Conflict, await AppendAsync(writer, 3, Sample.Messages(4, 4))); // in the old one
        var append = new RoomAppend(writer, Next, 3, Sample.Messages(4, 4));
        Assert.Equal(AppendResult.Appended, await Log.AppendAsync(append, CancellationToken.None));
    }

    [Fact]
    public async Task Renew_TakesTheSnapshotAlong()
    {
        RoomWriter writer = await WriteAsync(10);
        await SaveAsync(writer, SnapshotAt(4));
        await RenewAsync(writer, 10);

        Assert.Equal((Next, 4L), ((await LoadAsync())!.State.Epoch, (await LoadAsync())!.State.Head));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Renew_ExpectingAnotherEnd_IsAConflict(long expected)
    {
        RoomWriter writer = await WriteAsync(3);

        Assert.Equal(AppendResult.Conflict, await RenewAsync(writer, expected));
        Assert.Equal(Sample.Epoch, (await AllAsync()).Epoch);
    }

    [Fact]
    public async Task Renew_InAnotherEpoch_OrOfAnAbsentLog_IsAConflict()
    {
        RoomWriter writer = await WriteAsync(3);
        await RenewAsync(writer, 3);

        Assert.Equal(AppendResult.Conflict, await RenewAsync(writer, 3));
        RoomWriter absent = await _under.ClaimAsync(new RoomId("absent"));
        Assert.Equal(AppendResult.Conflict, await RenewAsync(absent, 0));
    }

    [Fact]
    public async Task Renew_InAnOldTerm_IsFenced()
    {
        RoomWriter old = await WriteAsync(3);
        await _under.ClaimAsync(Room);

        Assert.Equal(AppendResult.Fenced, await RenewAsync(old, 3));
    }

    [Fact]
    public async Task Doubt_ComesWithAnotherWriter_AfterARestart_AndGoesWithTheEpoch()
    {
        await WriteAsync(3);
        await _under.BeginGenerationAsync();
        Assert.False((await AllAsync()).IsInDoubt);

        RoomWriter writer = await _under.ClaimAsync(Room);
        Assert.True((await AllAsync()).IsInDoubt);

        await RenewAsync(writer, 3);
        Assert.False((await AllAsync()).IsInDoubt);
    }

    [Fact]
    public async Task Doubt_TakesNothing_UntilTheEpochIsRenewed()
    {
        await WriteAsync(3);
        await _under.BeginGenerationAsync();
        RoomWriter writer = await _under.ClaimAsync(Room);
        Assert.Equal(AppendResult.Conflict, await AppendAsync(writer, 3, Sample.Messages(4, 4)));

        await RenewAsync(writer, 3);
        Assert.Equal(AppendResult.Conflict, await AppendAsync(writer, 3, Sample.Messages(4, 4)));
    }

    [Fact]
    public async Task Doubt_DoesNotCome_WithoutARestart()
    {
        await WriteAsync(3);
        await _under.ClaimAsync(Room);

        Assert.False((await AllAsync()).IsInDoubt);
    }

    [Fact]
    public async Task Doubt_Comes_AfterASealToo()
    {
        // Of a later term, whose fence was lost with all that was written in it, nothing is left to tell.
        RoomWriter writer = await WriteAsync(3);
        await _under.Fence.SealAsync(writer.Shard, writer.Term, CancellationToken.None);
        await _under.BeginGenerationAsync();
        await _under.ClaimAsync(Room);

        Assert.True((await AllAsync()).IsInDoubt);
    }

    [Theory]
    [InlineData(0)] // the same term again
    [InlineData(1)] // a later one
    public async Task Doubt_DoesNotCome_ToAWriterThatGoesOn(int claimsSince)
    {
        RoomWriter writer = await WriteAsync(3);
        await _under.BeginGenerationAsync();
        long term = claimsSince == 0 ? writer.Term : ShardTerm.Next(writer.Term, "writer");

        Assert.True((await _under.Fence.FenceAsync(writer.Shard, term, goesOnFrom: writer.Term, CancellationToken.None)).IsHeld);
        Assert.False((await AllAsync()).IsInDoubt);
    }

    [Fact]
    public async Task Doubt_DoesNotTouchWhatIsBegunAfterIt()
    {
        await WriteAsync(3);
        await _under.BeginGenerationAsync();
        RoomWriter writer = await _under.ClaimAsync(Room);
        await RenewAsync(writer, 3);
        await _under.ClaimAsync(Room);

        Assert.False((await AllAsync()).IsInDoubt);
    }

    [Fact]
    public async Task Seal_EndsWriting_AndTheSameTermMayBeginAgain()
    {
        RoomWriter writer = await WriteAsync(3);
        await _under.Fence.SealAsync(writer.Shard, writer.Term, CancellationToken.None);
        Assert.Equal(AppendResult.Fenced, await AppendAsync(writer, 3, Sample.Messages(4, 4)));

        await _under.Fence.FenceAsync(writer.Shard, writer.Term, goesOnFrom: null, CancellationToken.None);
        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 3, Sample.Messages(4, 4)));
    }

    [Fact]
    public async Task Seal_OfAnotherTerm_ChangesNothing()
    {
        RoomWriter old = await WriteAsync(3);
        RoomWriter current = await _under.ClaimAsync(Room);
        await _under.Fence.SealAsync(old.Shard, old.Term, CancellationToken.None);

        Assert.Equal(AppendResult.Appended, await AppendAsync(current, 3, Sample.Messages(4, 4)));
    }

    [Fact]
    public async Task Fence_BelowTheTermInForce_IsRefused_AndNamesIt()
    {
        RoomWriter old = await WriteAsync(1);
        RoomWriter current = await _under.ClaimAsync(Room);

        FenceOutcome outcome = await _under.Fence.FenceAsync(old.Shard, old.Term, goesOnFrom: null, CancellationToken.None);

        Assert.Equal(new FenceOutcome(IsHeld: false, current.Term), outcome);
        Assert.Equal(AppendResult.Appended, await AppendAsync(current, 1, Sample.Messages(2, 2)));
    }

    private async Task<AppendResult> RenewAsync(RoomWriter writer, long expected) =>
        await Log.RenewEpochAsync(writer, Sample.Epoch, expected, Next, CancellationToken.None);
}

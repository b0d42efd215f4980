using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomLogContract
{
    [Fact]
    public async Task Snapshot_ThatWasNeverSaved_IsNull()
    {
        Assert.Null(await LoadAsync());
        await WriteAsync(3);
        Assert.Null(await LoadAsync());
    }

    [Fact]
    public async Task Snapshot_GivesBackAllOfTheState_AndTheRequestsInTheirOrder()
    {
        RoomWriter writer = await _under.ClaimAsync(Room);
        await AppendAsync(writer, 0, Sample.OneOfEach);
        RoomState state = Sample.OneOfEach[..6].Aggregate(RoomState.Absent(Room, Sample.Epoch), (room, e) => room.Apply(e));
        Assert.Equal(2, state.Members.Count);
        ImmutableArray<RememberedRequest> requests =
        [
            new(Sample.Bob, new RequestId("é \" 7"), RequestKind.Publish, 4, Sample.Noon.AddDays(1)),
            new(Sample.Ann, new RequestId("q2"), RequestKind.Publish, 5, Sample.Noon.AddDays(1).AddTicks(1)),
            new(Sample.Ann, new RequestId("q2"), RequestKind.Leave, 6, Sample.Noon.AddDays(2)),
        ];

        await SaveAsync(writer, new RoomSnapshot(state, requests));

        Content.AssertSame(new RoomSnapshot(state, requests), await LoadAsync());
    }

    [Fact]
    public async Task Snapshot_Newer_ReplacesTheOlder_AndNotTheOtherWayRound()
    {
        RoomWriter writer = await WriteAsync(10);

        await SaveAsync(writer, SnapshotAt(4));
        await SaveAsync(writer, SnapshotAt(8));
        await SaveAsync(writer, SnapshotAt(6));

        Assert.Equal(8, (await LoadAsync())!.State.Head);
    }

    [Fact]
    public async Task Snapshot_InAnOldTerm_IsIgnored()
    {
        RoomWriter old = await WriteAsync(10);
        await SaveAsync(old, SnapshotAt(4));
        RoomWriter current = await _under.ClaimAsync(Room);

        await SaveAsync(old, SnapshotAt(8));
        Assert.Equal(4, (await LoadAsync())!.State.Head);

        await SaveAsync(current, SnapshotAt(9));
        Assert.Equal(9, (await LoadAsync())!.State.Head);
    }

    [Fact]
    public async Task Snapshot_OfAnotherEpoch_DoesNotReplaceTheLogsOwn()
    {
        RoomWriter writer = await WriteAsync(10);
        await SaveAsync(writer, SnapshotAt(4));

        RoomSnapshot stray = SnapshotAt(9);
        await SaveAsync(writer, stray with { State = stray.State with { Epoch = new Epoch("another") } });

        Assert.Equal((Sample.Epoch, 4L), ((await LoadAsync())!.State.Epoch, (await LoadAsync())!.State.Head));
    }

    [Fact]
    public async Task Snapshot_OfALargeRoom_ComesBackWhole()
    {
        RoomWriter writer = await WriteAsync(10);
        RoomState state = RoomState.Absent(Room, Sample.Epoch) with
        {
            Head = 10,
            Owner = Sample.Ann,
            Members = Enumerable.Range(0, 5_000).ToImmutableDictionary(
                i => new UserId($"user{i}"), i => new Member((Role)(i % 5), Sample.Noon.AddSeconds(i))),
        };
        ImmutableArray<RememberedRequest> requests =
            [.. Enumerable.Range(0, 5_000).Select(i => new RememberedRequest(Sample.Ann, new RequestId($"q{i}"), RequestKind.Publish, i, Sample.Noon.AddSeconds(i)))];

        await SaveAsync(writer, new RoomSnapshot(state, requests));

        Content.AssertSame(new RoomSnapshot(state, requests), await LoadAsync());
    }

    [Fact]
    public async Task Trim_ForgetsWhatIsBelow_AndKeepsTheRest()
    {
        RoomWriter writer = await WriteAsync(10);

        await TrimAsync(writer, 4);

        LogPage page = await AllAsync();
        Assert.Equal((4L, 10L), (page.FirstSeq, page.LastSeq));
        Content.AssertSame(Sample.Messages(4, 10), page.Events);
        Assert.Equal([4], (await ReadAsync(LogRange.Preceding(5, 10))).Events.Select(e => e.Seq));
        Assert.Equal([4, 5], (await ReadAsync(LogRange.Following(1, 2))).Events.Select(e => e.Seq));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0, 1)]
    [InlineData(-7, 1)]
    [InlineData(10, 10)]
    [InlineData(11, 10)] // never all
    [InlineData(long.MaxValue, 10)]
    public async Task Trim_AtTheEnds_KeepsAtLeastTheNewest(long firstSeq, long first)
    {
        RoomWriter writer = await WriteAsync(10);

        await TrimAsync(writer, firstSeq);

        LogPage page = await AllAsync();
        Assert.Equal((first, 10L), (page.FirstSeq, page.LastSeq));
        Assert.Equal(AppendResult.Appended, await AppendAsync(writer, 10, Sample.Messages(11, 11)));
    }

    [Fact]
    public async Task Trim_BelowWhatIsKept_ChangesNothing()
    {
        RoomWriter writer = await WriteAsync(10);
        await TrimAsync(writer, 6);
        await TrimAsync(writer, 3);

        Assert.Equal((6L, 10L), ((await AllAsync()).FirstSeq, (await AllAsync()).LastSeq));
    }

    [Fact]
    public async Task Trim_InAnOldTerm_IsIgnored()
    {
        RoomWriter old = await WriteAsync(10);
        await _under.ClaimAsync(Room);

        await TrimAsync(old, 6);

        Assert.Equal(1, (await AllAsync()).FirstSeq);
    }

    [Fact]
    public async Task Trim_OfAnAbsentLog_LeavesItAbsent()
    {
        await TrimAsync(await _under.ClaimAsync(Room), 6);

        Assert.Null((await AllAsync()).Epoch);
    }

    [Fact]
    public async Task Trim_KeepsTheSnapshot()
    {
        RoomWriter writer = await WriteAsync(10);
        await TrimAsync(writer, 9, snapshot: 8);

        Assert.Equal(8, (await LoadAsync())!.State.Head);
        Assert.Equal(9, (await AllAsync()).FirstSeq);
    }

    [Fact]
    public async Task Trim_OfWhatTheSnapshotDoesNotHold_IsLeftUndone()
    {
        RoomWriter writer = await WriteAsync(10);
        await TrimAsync(writer, 9, snapshot: 5);

        Assert.Equal(6, (await AllAsync()).FirstSeq);
    }

    [Fact]
    public async Task Trim_WithoutASnapshot_ForgetsNothing()
    {
        RoomWriter writer = await WriteAsync(10);
        await Log.TrimAsync(writer, 6, CancellationToken.None);

        Assert.Equal(1, (await AllAsync()).FirstSeq);
    }

    [Fact]
    public async Task Snapshot_AheadOfTheLog_IsIgnored()
    {
        RoomWriter writer = await WriteAsync(10);
        await SaveAsync(writer, SnapshotAt(11));

        Assert.Null(await LoadAsync());
    }

    private static RoomSnapshot SnapshotAt(long head) =>
        new(RoomState.Absent(Room, Sample.Epoch) with { Head = head, Owner = Sample.Ann }, []);

    private async Task SaveAsync(RoomWriter writer, RoomSnapshot snapshot) =>
        await Log.SaveSnapshotAsync(writer, snapshot, CancellationToken.None);

    private async Task<RoomSnapshot?> LoadAsync() => await Log.LoadSnapshotAsync(Room, CancellationToken.None);

    private async Task TrimAsync(RoomWriter writer, long firstSeq, long snapshot = 10)
    {
        await SaveAsync(writer, SnapshotAt(snapshot));
        await Log.TrimAsync(writer, firstSeq, CancellationToken.None);
    }
}

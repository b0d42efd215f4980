using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>A log that is not what the node remembers of it: what is missing is written again, and under which epoch.</summary>
public sealed class RoomLoaderTests
{
    private static readonly Epoch Before = new("before");
    private static readonly ImmutableArray<RoomEvent> Known = [Some.Created(Some.Ann, Before), Some.Joined(2, Some.Ann), Some.Message(3), Some.Message(4)];

    private readonly InMemoryShardFence _fence = new(shards: 1);
    private readonly InMemoryRoomLog _log;
    private readonly CommittedTail _remembered = new();
    private readonly RoomWriter _writer = new(Some.Room, default, ShardTerm.Next(0, "owner"));

    public RoomLoaderTests()
    {
        _log = new InMemoryRoomLog(_fence);
        Fence(goesOnFrom: null);
    }

    [Fact]
    public void Tail_ThatIsLost_IsWrittenAgain_UnderTheSameEpoch()
    {
        Write(Known[..2]);
        _remembered.Add(Before, Known, Some.Noon);

        LoadedRoom room = Load();

        Assert.Equal((Before, 2L), (room.State.Epoch, room.State.Head));
        Assert.Equal(Known[2..].AsEnumerable(), room.Lost);
    }

    [Fact]
    public void DeletedRoom_IsThere_AndNothingOfItIsLost()
    {
        ImmutableArray<RoomEvent> whole =
        [
            .. Known[..2],
            new RoomStatusChanged { Seq = 3, Timestamp = Some.Noon, By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Delete },
        ];
        Write(whole);
        _remembered.Add(Before, whole, Some.Noon);

        LoadedRoom room = Load();

        Assert.True(room.State.IsDeleted);
        Assert.Equal(3, room.State.Head);
        Assert.Empty(room.Lost);
    }

    [Fact]
    public void Tail_ThatIsLost_OfALogInDoubt_IsWrittenAgain_UnderAnother()
    {
        Write(Known[..2]);
        _remembered.Add(Before, Known, Some.Noon);
        _fence.BeginGeneration();
        Fence(goesOnFrom: null);

        LoadedRoom room = Load();

        Assert.NotEqual(Before, room.State.Epoch);
        Assert.Equal(LogEpoch(), room.State.Epoch);
        Assert.Equal(Known[2..].AsEnumerable(), room.Lost);
    }

    [Fact]
    public void Renewal_ThatIsLost_IsMadeAgain_WithWhatCameAfterIt()
    {
        Write(Known[..2]);
        var renewed = new Epoch("renewed");
        _remembered.Add(renewed, Known, Some.Noon);

        LoadedRoom room = Load();

        Assert.NotEqual(Before, room.State.Epoch);
        Assert.NotEqual(renewed, room.State.Epoch);
        Assert.Equal(LogEpoch(), room.State.Epoch);
        Assert.Equal(Known[2..].AsEnumerable(), room.Lost);
    }

    [Fact]
    public void Log_ThatIsGone_IsBegunAgain_UnderAnotherEpoch_WithTheSameEvents()
    {
        _remembered.Add(Before, Known, Some.Noon);

        LoadedRoom room = Load();

        Assert.False(room.State.Exists);
        Assert.NotEqual(Before, room.State.Epoch);
        Assert.Equal(room.State.Epoch, Assert.IsType<RoomCreated>(room.Lost[0]).Epoch);
        Assert.Equal(Known[0], ((RoomCreated)room.Lost[0]) with { Epoch = Before });
        Assert.Equal(Known[1..].AsEnumerable(), room.Lost[1..]);
    }

    [Fact]
    public void Log_ThatIsGone_AndNotRememberedWhole_IsNoRoom()
    {
        _remembered.Add(Before, Known[1..], Some.Noon);

        LoadedRoom room = Load();

        Assert.False(room.State.Exists);
        Assert.Empty(room.Lost);
    }

    private void Fence(long? goesOnFrom) => _fence.FenceAsync(default, _writer.Term, goesOnFrom, CancellationToken.None).AsTask().Wait();

    private void Write(ImmutableArray<RoomEvent> events) =>
        Assert.Equal(
            AppendResult.Appended,
            _log.AppendAsync(new RoomAppend(_writer, Before, ExpectedSeq: 0, events), CancellationToken.None).AsTask().Result);

    private Epoch? LogEpoch() => _log.ReadAsync(Some.Room, LogRange.Following(0, 1), CancellationToken.None).AsTask().Result.Epoch;

    private LoadedRoom Load() => new RoomLoader(_log, new IdSource(new SeededEntropy(1)), new MailboxOptions())
        .LoadAsync(_writer, _remembered, CancellationToken.None).AsTask().Result!;
}

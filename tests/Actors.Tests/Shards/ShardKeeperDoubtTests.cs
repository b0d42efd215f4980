using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Shards;

/// <summary>What a node remembers of its shards may not be the newest: then nothing is served on it.</summary>
public sealed class ShardKeeperDoubtTests : IDisposable
{
    private static readonly ShardOptions Options = new();

    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _one;
    private readonly ShardId _shard;
    private readonly Epoch _epoch;

    public ShardKeeperDoubtTests()
    {
        _one = _rig.AddNode("n1");
        _shard = _one.Shards.Current.ShardOf(Some.Room);
        _epoch = Assert.IsType<RoomReply.Joined>(Ask(Some.Join(Some.Ann))).Epoch;
        Assert.IsType<RoomReply.Published>(Ask(Some.Publish(Some.Ann, "a")));
    }

    private long Served => _one.Shards.Current.Served[_shard.Value];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Generation_HeardOfWithoutALease_ServesNothingBeforeTheLogsAreInDoubt()
    {
        long before = Served;
        OutliveTheLease();
        Restart();
        _rig.Fencing.Asked.Clear();
        _rig.Fencing.Holds = true;
        _rig.LookAgain();

        Assert.Equal((0L, 0L, false), (Served, _one.Shards.ServesNow(_shard), _one.Shards.Holds(_shard)));
        Assert.Equal([before], AskedOfTheFence().Select(one => one.Term));
        Assert.All(_rig.Fencing.Asked, one => Assert.Null(one.GoesOnFrom));

        _rig.Fencing.LetGo();
        _rig.Turns.Run();
        Assert.True(Served > 0 && _one.Shards.Holds(_shard));
        _rig.Pass(Options.Renew);

        RoomReply.Published published = Assert.IsType<RoomReply.Published>(Ask(Some.Publish(Some.Ann, "b")));
        Assert.NotEqual(_epoch, published.Message.Epoch);
        Assert.Equal(4, published.Message.Seq); // what was lost is remembered, and is there again
    }

    [Fact]
    public void Generation_HeardOfInTheLease_IsVerified_AndServedMeanwhile()
    {
        long before = Served;
        Restart();
        _rig.Fencing.Asked.Clear();
        _rig.Fencing.Holds = true;
        _rig.LookAgain();

        Assert.Equal((before, before, true), (Served, _one.Shards.ServesNow(_shard), _one.Shards.Holds(_shard)));
        Assert.Equal([(_shard, before, before)], AskedOfTheFence());
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(Ask(Some.Publish(Some.Ann, "b"))).Message.Seq);

        _rig.Fencing.LetGo();
        _rig.Pass(Options.Renew);
        Assert.Equal(_epoch, Assert.IsType<RoomReply.Joined>(Ask(Some.Join(Some.Ann))).Epoch);
        Assert.Equal(before, Served);
    }

    [Fact]
    public void Term_TwoNumbersAhead_IsNotServedBeforeTheRoomsAreOutOfMemory()
    {
        StreamingNode two = _rig.AddNode("n2");
        _rig.Log.HoldsAppends = true;
        Task<RoomReply> inHand = _one.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, "b"));
        _rig.Turns.Run();
        _rig.Directory.Seize(_one.Self, two.Self);
        _rig.Directory.Seize(two.Self, _one.Self);
        _rig.Fencing.Asked.Clear();
        _one.Shards.LookAgain();
        _rig.Turns.Run();

        Assert.Equal((0L, 1), (Served, _one.ActiveRooms));
        Assert.Empty(AskedOfTheFence());

        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.IsType<RoomReply.Published>(_rig.Run(inHand));
        Assert.Equal(0, _one.ActiveRooms);
        Assert.Equal([(_shard, Served, null)], AskedOfTheFence());
        Assert.Equal(_one.Shards.Current.OwnerOf(_shard), new ShardOwner(_one.Self, Served));
    }

    [Fact]
    public void Term_OneNumberAhead_IsGoneOnIn_WithTheRoomsInMemory()
    {
        long before = Served;
        _rig.Directory.ClaimAgain(_one.Self);
        _rig.Fencing.Asked.Clear();
        _rig.LookAgain();

        Assert.Equal([(_shard, Served, before)], AskedOfTheFence());
        Assert.Equal((ShardTerm.NumberOf(before) + 1, 1), (ShardTerm.NumberOf(Served), _one.ActiveRooms));
    }

    /// <summary>The directory is away until nobody owns anything, and then back.</summary>
    private void OutliveTheLease()
    {
        _rig.Directory.IsDown = true;
        _rig.Pass(Options.Lease + TimeSpan.FromMilliseconds(200));
        _rig.Directory.IsDown = false;
    }

    /// <summary>The store comes back without the room's last message.</summary>
    private void Restart()
    {
        _rig.Stored.Lose(Some.Room, lastSeq: 2);
        _rig.Fence.BeginGeneration();
        _rig.Store.Generation = "2";
    }

    private IEnumerable<(ShardId Shard, long Term, long? GoesOnFrom)> AskedOfTheFence() => _rig.Fencing.Asked.Where(one => one.Shard == _shard);

    private RoomReply Ask(RoomCommand command) => _rig.Run(_one.Router.AskAsync(Some.Room, command));
}

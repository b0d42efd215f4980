using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Shards;

/// <summary>A node keeps its place in the cluster and its shards, whatever happens to the others, to the store and to itself.</summary>
public sealed class ShardKeeperTests : IDisposable
{
    private static readonly TimeSpan Lease = new ShardOptions().Lease;

    private readonly ClusterRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Start_OfTheFirst_ServesEverything()
    {
        StreamingNode one = _rig.AddNode("n1");

        Assert.All(one.Shards.Current.Owners, owner => Assert.Equal(one.Self, owner!.Value.Node));
        Assert.All(one.Shards.Current.Served, term => Assert.True(term > 0));
    }

    [Fact]
    public void Start_OfAnother_MovesWhatItShouldHave_AndNothingElse()
    {
        StreamingNode one = _rig.AddNode("n1");
        _rig.Directory.Favourite = null;
        StreamingNode two = _rig.AddNode("n2");
        StreamingNode three = _rig.AddNode("n3");
        _rig.LookAgain();

        foreach (StreamingNode node in (StreamingNode[])[one, two, three])
        {
            Assert.Equal(3, node.Shards.Current.Members.Length);
            var preferred = ShardPreference.Of(node.Shards.Current.Members, 4);
            Assert.Equal(preferred, node.Shards.Current.Owners.Select(owner => owner?.Node));
        }

        Assert.Equal(4, new[] { one, two, three }.Sum(node => node.Shards.Current.Served.Count(term => term > 0)));
    }

    [Fact]
    public void Start_UnderAnIdInUse_IsRefused()
    {
        _rig.AddNode("n1");

        var refused = Assert.Throws<InvalidOperationException>(() => _rig.AddNode("n1")); // waits for the other's lease to run out
        Assert.Contains("waiting", refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void HandOver_GoesOnInANewTerm_AndSealsTheOld()
    {
        StreamingNode one = _rig.AddNode("n1");
        StreamingNode two = _rig.AddNode("n2");
        long before = one.Shards.Current.Served[0];
        _rig.HandOver(two.Self);

        Assert.All(one.Shards.Current.Served, term => Assert.Equal(0, term));
        Assert.All(two.Shards.Current.Served, term => Assert.True(term > before));
        Assert.Equal(two.Shards.Current.Owners.AsEnumerable(), one.Shards.Current.Owners);
    }

    [Fact]
    public void HandOver_ToASlowNode_GivesItTheNextShards_WhenItHasTheseOrAfterAWhile()
    {
        var options = new NodeOptions { Shards = new ShardOptions { HandOverBatch = 1 } };
        StreamingNode one = _rig.AddNode("n1", options);
        StreamingNode two = _rig.AddNode("n2", options);
        _rig.Loses = static message => message is ShardsPassed;
        _rig.HandOver(two.Self);
        Assert.Equal(3, one.Shards.Current.Served.Count(term => term > 0));
        Assert.Equal(3, one.Shards.Current.Owners.Count(owner => owner!.Value.Node == one.Self));

        _rig.Pass(options.Shards.Renew);
        Assert.Equal(2, one.Shards.Current.Served.Count(term => term > 0));
        _rig.Loses = static _ => false;
        _rig.Pass(options.Shards.Renew);

        Assert.All(two.Shards.Current.Served, term => Assert.True(term > 0));
    }

    [Fact]
    public void Death_FreesTheShards_WhenTheLeaseHasRunOut()
    {
        StreamingNode one = _rig.AddNode("n1");
        StreamingNode two = _rig.AddNode("n2");
        _rig.Kill(one);
        _rig.Directory.Favourite = two.Self;

        _rig.Pass(Lease * 0.6);
        Assert.All(two.Shards.Current.Served, term => Assert.Equal(0, term));
        _rig.Pass(Lease * 0.5);

        Assert.All(two.Shards.Current.Served, term => Assert.True(term > 0));
        Assert.DoesNotContain(two.Shards.Current.Members, member => member.Node == one.Self);
    }

    [Fact]
    public void Lease_ThatRanOutHere_StopsServing_BeforeAnybodyElseIsAsked()
    {
        StreamingNode one = _rig.AddNode("n1");
        var shard = new ShardId(0);
        Assert.True(one.Shards.ServesNow(shard) > 0);

        _rig.Clock.Jump(TimeSpan.Zero);
        _rig.Directory.CutOff.Add(one.Self);
        _rig.Pass(Lease + TimeSpan.FromMilliseconds(100));

        Assert.Equal(0, one.Shards.ServesNow(shard));
        Assert.True(one.Shards.IsAway);
    }

    [Fact]
    public void Pause_OfANodeWhoseShardsNobodyTook_LosesNothing()
    {
        StreamingNode one = _rig.AddNode("n1");
        Task<RoomReply> join = one.Router.AskAsync(Some.Room, Some.Join(Some.Ann));
        Assert.IsType<RoomReply.Joined>(_rig.Run(join));

        _rig.Clock.Jump(TimeSpan.FromMinutes(1)); // stopped and continued
        _rig.Turns.Run();

        Assert.IsType<RoomReply.Published>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Publish(Some.Ann))));
    }

    [Fact]
    public void Seized_IsGivenUp_AndWhatWasAskedGoesToTheNext()
    {
        StreamingNode one = _rig.AddNode("n1");
        StreamingNode two = _rig.AddNode("n2");
        Assert.IsType<RoomReply.Joined>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        _rig.Seize(one.Self, two.Self);
        _rig.Pass(new ShardOptions().Renew);

        Assert.All(one.Shards.Current.Served, term => Assert.Equal(0, term));
        Assert.IsType<RoomReply.Published>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Publish(Some.Ann))));
        Assert.Equal((0, 1), (one.ActiveRooms, two.ActiveRooms));
    }

    [Fact]
    public void Fenced_WithoutTheDirectoryKnowing_ClaimsAbove()
    {
        StreamingNode one = _rig.AddNode("n1");
        Assert.IsType<RoomReply.Joined>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        ShardId shard = one.Shards.Current.ShardOf(Some.Room);
        long before = one.Shards.Current.Served[shard.Value];

        // The directory has forgotten a later owner, whom the fence knows.
        long later = ShardTerm.Next(ShardTerm.Next(before, "later"), "later");
        _rig.Run(_rig.Fence.FenceAsync(shard, later, goesOnFrom: null, CancellationToken.None));

        Assert.IsType<RoomReply.Published>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Publish(Some.Ann))));
        Assert.True(one.Shards.Current.Served[shard.Value] > later);
    }

    [Fact]
    public void Generation_ThatIsNew_HasWhatWasLostWrittenAgain_AndDoubtTakenAway()
    {
        StreamingNode one = _rig.AddNode("n1");
        var joined = Assert.IsType<RoomReply.Joined>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        _rig.Run(one.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, "a")));

        Restart(lastSeq: 1);
        _rig.LookAgain();
        StreamingNode two = _rig.AddNode("n2");
        _rig.HandOver(two.Self);

        var again = Assert.IsType<RoomReply.Joined>(_rig.Run(two.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        Assert.Equal((joined.Epoch, 3L), (again.Epoch, again.Seq));
    }

    [Fact]
    public void Generation_InWhichTheDirectoryWentBack_AndTheFenceDidNot_IsClaimedAbove_WithoutAWrite()
    {
        StreamingNode one = _rig.AddNode("n1");
        long later = ShardTerm.Next(ShardTerm.Next(one.Shards.Current.Served[0], "later"), "later");
        _rig.Run(_rig.Fence.FenceAsync(new ShardId(0), later, goesOnFrom: null, CancellationToken.None));

        _rig.Fence.BeginGeneration();
        _rig.Store.Generation = "2";
        _rig.Pass(new ShardOptions().Renew * 3);

        Assert.True(one.Shards.Current.Served[0] > later);
    }

    [Fact]
    public void Generation_ThatIsNew_WithTheOwnerDead_BeginsANewEpoch()
    {
        StreamingNode one = _rig.AddNode("n1");
        StreamingNode two = _rig.AddNode("n2");
        var joined = Assert.IsType<RoomReply.Joined>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        _rig.Run(one.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, "a")));

        _rig.Kill(one);
        Restart(lastSeq: 2);
        _rig.Directory.Favourite = two.Self;
        _rig.Pass(Lease * 1.2);

        var again = Assert.IsType<RoomReply.Joined>(_rig.Run(two.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        Assert.NotEqual(joined.Epoch, again.Epoch);
        Assert.Equal(2, again.Seq);
    }

    [Fact]
    public void Drain_GivesEverythingToTheOthers()
    {
        StreamingNode one = _rig.AddNode("n1");
        StreamingNode two = _rig.AddNode("n2");
        Assert.IsType<RoomReply.Joined>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        _rig.Directory.Favourite = null;

        _rig.Run(one.DrainAsync(CancellationToken.None));
        _rig.Run(one.LeaveAsync());

        Assert.All(two.Shards.Current.Served, term => Assert.True(term > 0));
        Assert.Equal([two.Self], two.Shards.Current.Members.Select(member => member.Node));
        Assert.IsType<RoomReply.Published>(_rig.Run(two.Router.AskAsync(Some.Room, Some.Publish(Some.Ann))));
    }

    [Fact]
    public void Leave_OfTheLast_IsNoProof_OfWhatAStoreHasLostSince()
    {
        StreamingNode one = _rig.AddNode("n1");
        var joined = Assert.IsType<RoomReply.Joined>(_rig.Run(one.Router.AskAsync(Some.Room, Some.Join(Some.Ann))));
        _rig.Run(one.DrainAsync(CancellationToken.None));
        _rig.Run(one.LeaveAsync());

        // What somebody wrote in a later term may be lost with every trace of that term.
        Restart(lastSeq: 2);
        StreamingNode next = _rig.AddNode("n2");
        _rig.HandOver(next.Self);

        Assert.NotEqual(joined.Epoch, Assert.IsType<RoomReply.Joined>(_rig.Run(next.Router.AskAsync(Some.Room, Some.Join(Some.Ann)))).Epoch);
    }

    [Fact]
    public void Leave_IsTheEnd_EvenWhileTheStoreIsAway()
    {
        StreamingNode one = _rig.AddNode("n1");
        _rig.Directory.IsDown = true;

        Task leaving = one.LeaveAsync();
        _rig.Turns.Run();

        Assert.True(leaving.IsCompleted);
    }

    private void Restart(long lastSeq)
    {
        _rig.Stored.Lose(Some.Room, lastSeq);
        _rig.Fence.BeginGeneration();
        _rig.Store.Generation = "2";
    }
}

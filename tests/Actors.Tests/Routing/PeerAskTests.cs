using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Routing;

/// <summary>Another node's question bears the term of the owner it is meant for, and no other answers it.</summary>
public sealed class PeerAskTests : IDisposable
{
    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _near;
    private readonly StreamingNode _far;
    private readonly ShardId _shard;
    private readonly List<AnswerRoom> _answers = [];

    public PeerAskTests()
    {
        (_near, _far) = (_rig.AddNode("near"), _rig.AddNode("far"));
        _shard = _near.Shards.Current.ShardOf(Some.Room);
        _rig.HandOver(_far.Self);
        _rig.HandOver(_near.Self);
        _rig.Loses = message =>
        {
            if (message is AnswerRoom answer)
                _answers.Add(answer);
            return false;
        };
    }

    private long Served => _near.Shards.Current.Served[_shard.Value];

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Term_ThatIsServed_IsAnswered()
    {
        Say(Served);

        Assert.IsType<RoomReply.Joined>(Assert.Single(_answers).Reply);
    }

    [Fact]
    public void Term_ThatIsOver_IsMoved_ThoughTheSameNodeHasTheShardAgain()
    {
        long over = ShardTerm.Next(0, _near.Shards.Incarnation);
        Assert.True(over < Served);
        Assert.IsType<RoomReply.Joined>(_rig.Run(_near.Router.AskAsync(Some.Room, Some.Join(Some.Bob)))); // it is in memory

        Say(over);

        Assert.Equal([new AnswerRoom(7, RoomReply.Moved.Instance)], _answers);
    }

    [Fact]
    public void Term_ThatIsNotKnownYet_Waits_UntilItIsServed()
    {
        string self = _near.Shards.Incarnation;
        long later = ShardTerm.Next(ShardTerm.Next(Served, self), self);
        Say(later);
        Assert.Equal((0, 0), (_answers.Count, _near.ActiveRooms));

        _rig.Directory.Seize(_near.Self, _far.Self);
        _rig.Directory.Seize(_far.Self, _near.Self);
        _rig.LookAgain();

        Assert.Equal(later, Served);
        Assert.IsType<RoomReply.Joined>(Assert.Single(_answers).Reply);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Term_ThatIsNotServedYet_KeepsQuestionsWaiting_OfPeersAndOfItsOwn(bool isOwn)
    {
        ClaimWithoutServing();
        Task<RoomReply>? own = null;
        if (isOwn)
            own = _near.Router.AskAsync(Some.Room, Some.Join(Some.Ann));
        else
            Say(_near.Shards.Current.OwnerOf(_shard)!.Value.Term);
        _rig.Turns.Run();
        Assert.Equal((0, false, 0), (_answers.Count, own?.IsCompleted ?? false, _near.ActiveRooms));

        _rig.Fencing.LetGo();
        _rig.Turns.Run();

        Assert.IsType<RoomReply.Joined>(own is null ? Assert.Single(_answers).Reply : _rig.Run(own));
    }

    /// <summary>The node is named the owner in the next term, serves the shard in the one before, and waits for the fence.</summary>
    private void ClaimWithoutServing()
    {
        long before = Served;
        _rig.Directory.ClaimAgain(_near.Self);
        _rig.Fencing.Holds = true;
        _rig.LookAgain();
        Assert.Equal((before, true), (_near.Shards.ServesNow(_shard), _near.Shards.Current.OwnerOf(_shard)!.Value.Term > before));
    }

    private void Say(long term)
    {
        _rig.Say(_far, _near, new AskRoom(Correlation: 7, Some.Room, term, Some.Join(Some.Ann)));
        _rig.Turns.Run();
    }
}

using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Routing;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Routing;

/// <summary>A question finds its room wherever the room lives, and ends with an answer or with "timed out".</summary>
public sealed class RoomRouterTests : IDisposable
{
    private static readonly NodeId Ghost = new("ghost"); // owns shards, and answers nothing

    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _near;
    private readonly StreamingNode _far;

    public RoomRouterTests() => (_near, _far) = (_rig.AddNode("near"), _rig.AddNode("far"));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Ask_OfARoomHere_IsAnsweredHere()
    {
        Own(_near);

        Assert.IsType<RoomReply.Joined>(Ask(Some.Join(Some.Ann)));
        Assert.Equal((1, 0), (_near.ActiveRooms, _far.ActiveRooms));
    }

    [Fact]
    public void Ask_OfARoomElsewhere_IsAnsweredByItsOwner()
    {
        Own(_far);

        Assert.IsType<RoomReply.Joined>(Ask(Some.Join(Some.Ann)));
        Assert.Equal(3, Assert.IsType<RoomReply.Published>(Ask(Some.Publish(Some.Ann))).Message.Seq);
        Assert.Equal((0, 1), (_near.ActiveRooms, _far.ActiveRooms));
        Assert.Equal(0, _near.Router.WaitingElsewhere);
    }

    [Fact]
    public void Ask_ManyOfOneCaller_KeepTheirOrder()
    {
        Own(_far);
        Ask(Some.Join(Some.Ann));

        Task<RoomReply>[] asks = [.. Enumerable.Range(0, 50).Select(i => _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, $"{i}")))];
        _rig.Turns.Run();

        Assert.Equal(Enumerable.Range(3, 50).Select(seq => (long)seq), asks.Select(ask => Assert.IsType<RoomReply.Published>(_rig.Run(ask)).Message.Seq));
    }

    [Fact]
    public void Ask_WithoutAnOwner_IsUnavailableAtOnce()
    {
        Assert.IsType<RoomReply.Unavailable>(Ask(Some.Join(Some.Ann)));
        Assert.Equal(0, _near.Wheel.Count);
    }

    [Fact]
    public void Ask_OfAnOwnerThatIsSilent_TimesOutAfterTenSeconds()
    {
        Own(Ghost);
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Join(Some.Ann));

        _rig.Pass(TimeSpan.FromSeconds(9.9));
        Assert.False(ask.IsCompleted);
        _rig.Pass(TimeSpan.FromSeconds(0.3));

        Assert.IsType<RoomReply.TimedOut>(_rig.Run(ask));
        Assert.Equal((0, 0), (_near.Router.WaitingElsewhere, _near.Wheel.Count));
    }

    [Fact]
    public void Ask_ThatTimedOut_StillHasItsEffectOnce()
    {
        Own(_near);
        Ask(Some.Join(Some.Ann));
        _rig.Log.HoldsAppends = true;
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, request: "q1"));
        _rig.Pass(RoomRouter.Deadline + TimeSpan.FromSeconds(1));
        Assert.IsType<RoomReply.TimedOut>(_rig.Run(ask));

        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal(3, Assert.IsType<RoomReply.Published>(Ask(Some.Publish(Some.Ann, request: "q1"))).Message.Seq);
        Assert.Equal(3, Assert.IsType<RoomReply.Readable>(Ask(Some.Read(Some.Ann))).LastSeq);
    }

    [Theory]
    [InlineData("near", "far")]
    [InlineData("far", "near")]
    public void Ask_WhoseShardMovesUnderIt_FollowsIt(string from, string to)
    {
        Own(new NodeId(from));
        Ask(Some.Join(Some.Ann));
        _rig.Log.HoldsAppends = true;
        Task<RoomReply>[] asks = [.. Enumerable.Range(0, 3).Select(i => _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, $"{i}")))];
        _rig.Turns.Run();

        _rig.Move(new NodeId(from), new NodeId(to));
        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive(); // fenced
        _rig.Turns.Run();

        Assert.Equal([3L, 4, 5], asks.Select(ask => Assert.IsType<RoomReply.Published>(_rig.Run(ask)).Message.Seq));
        Assert.Equal(to == "near" ? (1, 0) : (0, 1), (_near.ActiveRooms, _far.ActiveRooms));
        Assert.Equal(0, _near.Router.WaitingElsewhere);
    }

    [Fact]
    public void Ask_OfANodeThatDoesNotOwnIt_IsSentOn_ButNotForEver()
    {
        // The directory says "far", but far's own mailbox writes in a term that the log no longer takes.
        Own(_far);
        Ask(Some.Join(Some.Ann));
        _rig.Log.HoldsAppends = true;
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann));
        _rig.Turns.Run();
        int sendings = 0;
        for (; _rig.Log.Held.Count > 0; sendings++)
        {
            _rig.Log.TakeHeld().Refuse(Streaming.Actors.Logs.AppendResult.Fenced);
            _rig.Turns.Run();
        }

        Assert.Equal(5, sendings);
        Assert.IsType<RoomReply.Unavailable>(_rig.Run(ask));
    }

    [Fact]
    public void Ask_ThatTimedOut_IsNotSentOn()
    {
        Own(_far);
        Ask(Some.Join(Some.Ann));
        _rig.Log.HoldsAppends = true;
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann));
        _rig.Pass(RoomRouter.Deadline + TimeSpan.FromSeconds(1));
        Assert.IsType<RoomReply.TimedOut>(_rig.Run(ask));

        _rig.Move(_far.Self, _near.Self);
        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive(); // fenced: "moved" comes too late for anybody
        _rig.Turns.Run();

        Assert.Equal(2, Assert.IsType<RoomReply.Readable>(Ask(Some.Read(Some.Ann))).LastSeq);
    }

    private void Own(StreamingNode node) => Own(node.Self);

    private void Own(NodeId node)
    {
        for (int shard = 0; shard < 4; shard++)
            _rig.Table.TryClaim(new ShardId(shard), node);
    }

    private RoomReply Ask(RoomCommand command) => _rig.Run(_near.Router.AskAsync(Some.Room, command));
}

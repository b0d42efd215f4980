using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
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
    public void Ask_WithoutAnOwner_IsHeld_UntilThereIsOne()
    {
        Own(_far);
        _rig.Kill(_far);
        _rig.Directory.Favourite = _near.Self;
        _rig.Pass(TimeSpan.FromSeconds(0.5));
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Join(Some.Ann)); // sent to the dead
        _rig.Pass(TimeSpan.FromSeconds(0.5));
        Assert.False(ask.IsCompleted);

        _rig.Pass(TimeSpan.FromSeconds(1)); // its lease has run out
        Assert.IsType<RoomReply.Joined>(_rig.Run(ask));
    }

    [Fact]
    public void Ask_WhileTheDirectoryIsAway_IsUnavailableAtOnce()
    {
        OwnBySilence();
        Task<RoomReply> waiting = _near.Router.AskAsync(Some.Room, Some.Join(Some.Ann));
        _rig.Directory.IsDown = true;
        _rig.LookAgain();

        Assert.IsType<RoomReply.Unavailable>(_rig.Run(waiting));
        Assert.IsType<RoomReply.Unavailable>(Ask(Some.Join(Some.Ann)));

        _rig.Directory.IsDown = false;
        Own(_near);
        _rig.Directory.Seize(Ghost, _near.Self);
        _rig.LookAgain();
        Assert.IsType<RoomReply.Joined>(Ask(Some.Join(Some.Ann)));
    }

    [Fact]
    public void Ask_OfAnOwnerThatIsSilent_TimesOutAfterTenSeconds()
    {
        OwnBySilence();
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Join(Some.Ann));

        _rig.Pass(TimeSpan.FromSeconds(9.9));
        Assert.False(ask.IsCompleted);
        _rig.Pass(TimeSpan.FromSeconds(0.3));

        Assert.IsType<RoomReply.TimedOut>(_rig.Run(ask));
        Assert.Equal((0, 1), (_near.Router.WaitingElsewhere, _near.Wheel.Count)); // the one is the keeper's
    }

    [Theory]
    [InlineData(typeof(AskRoom))]
    [InlineData(typeof(AnswerRoom))]
    public void Ask_ThatIsLost_OrWhoseAnswerIs_IsAskedAgain_AndHasItsEffectOnce(Type lost)
    {
        Own(_far);
        Ask(Some.Join(Some.Ann));
        int losses = 0;
        _rig.Loses = message => message.GetType() == lost && losses++ == 0;
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, request: "q1"));
        _rig.Pass(TimeSpan.FromSeconds(0.9));
        Assert.False(ask.IsCompleted);

        _rig.Pass(TimeSpan.FromSeconds(0.3));

        Assert.Equal(3, Assert.IsType<RoomReply.Published>(_rig.Run(ask)).Message.Seq);
        Assert.Equal(3, Assert.IsType<RoomReply.Readable>(Ask(Some.Read(Some.Ann))).LastSeq);
    }

    [Fact]
    public void Ask_OfAnOwnerThatMissedMessages_IsAskedAgainAtOnce()
    {
        Own(_far);
        Ask(Some.Join(Some.Ann));
        int losses = 0;
        _rig.Loses = message => message is AskRoom && losses++ == 0;
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, request: "q1"));
        _rig.Turns.Run();
        Assert.False(ask.IsCompleted);

        _rig.Say(_far, _near, MessagesMissed.Instance);

        Assert.IsType<RoomReply.Published>(_rig.Run(ask));
    }

    [Fact]
    public void Ask_WithoutARequestId_IsNotAskedAgain_SinceNobodyWouldKnowItForTheSame()
    {
        Own(_far);
        Ask(Some.Join(Some.Ann));
        int sent = 0;
        _rig.Loses = message => message is AskRoom && sent++ >= 0;
        Task<RoomReply> ask = _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann) with { Request = default });

        _rig.Pass(RoomRouter.Deadline + TimeSpan.FromSeconds(0.2));

        Assert.IsType<RoomReply.TimedOut>(_rig.Run(ask));
        Assert.Equal(1, sent);
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
    public void Ask_WhoseShardIsHandedOver_FollowsIt(string from, string to)
    {
        _rig.HandOver(new NodeId(from));
        Ask(Some.Join(Some.Ann));
        _rig.Log.HoldsAppends = true;
        Task<RoomReply>[] asks = [.. Enumerable.Range(0, 3).Select(i => _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, $"{i}")))];
        _rig.Turns.Run();

        _rig.HandOver(new NodeId(to));
        Task<RoomReply> late = _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, "late"));
        _rig.Turns.Run();
        Assert.False(late.IsCompleted);
        Assert.All(asks, ask => Assert.False(ask.IsCompleted));

        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive(); // what is in hand is logged first
        _rig.Turns.Run();

        Assert.Equal([3L, 4, 5, 6], asks.Append(late).Select(ask => Assert.IsType<RoomReply.Published>(_rig.Run(ask)).Message.Seq));
        Assert.Equal(to == "near" ? (1, 0) : (0, 1), (_near.ActiveRooms, _far.ActiveRooms));
        Assert.Equal(0, _near.Router.WaitingElsewhere);
    }

    [Theory]
    [InlineData("near", "far")]
    [InlineData("far", "near")]
    public void Ask_WhoseShardIsSeized_FollowsIt(string from, string to)
    {
        _rig.HandOver(new NodeId(from));
        Ask(Some.Join(Some.Ann));
        _rig.Log.HoldsAppends = true;
        Task<RoomReply>[] asks = [.. Enumerable.Range(0, 3).Select(i => _near.Router.AskAsync(Some.Room, Some.Publish(Some.Ann, $"{i}")))];
        _rig.Turns.Run();

        _rig.Seize(new NodeId(from), new NodeId(to));
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
        // Far is in the directory in ever newer terms, and the log takes none of them.
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

        Assert.Equal(8, sendings);
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

        _rig.Seize(_far.Self, _near.Self);
        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive(); // fenced: "moved" comes too late for anybody
        _rig.Turns.Run();

        Assert.Equal(2, Assert.IsType<RoomReply.Readable>(Ask(Some.Read(Some.Ann))).LastSeq);
    }

    private void Own(StreamingNode node) => _rig.HandOver(node.Self);

    /// <summary>All shards belong to one that answers nothing.</summary>
    private void OwnBySilence()
    {
        _rig.Directory.AddGhost(Ghost);
        _rig.HandOver(Ghost);
    }

    private RoomReply Ask(RoomCommand command) => _rig.Run(_near.Router.AskAsync(Some.Room, command));
}

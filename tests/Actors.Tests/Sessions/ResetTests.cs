using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Sessions;

/// <summary>A room's log has lost its end with the node that knew it, and goes on under another epoch: who listens from there on.</summary>
public sealed class ResetTests : IDisposable
{
    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _owner;
    private readonly StreamingNode _node;
    private readonly ClientSession _ann;

    /// <summary>Ann's room, with Bob in it; its log ends at 10.</summary>
    public ResetTests()
    {
        (_owner, _node) = (_rig.AddNode("n1"), _rig.AddNode("n2"));
        (_ann, _) = Come("ann");
        Ask(Some.Join(Some.Bob));
        for (int seq = 4; seq <= 10; seq++)
            Publish();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Listener_WhoIsAMemberStill_IsToldOfTheReset_AndHearsAllThatIsLeft()
    {
        (ClientSession bob, RecordingSink hears) = Come("bob");

        LoseAfter(5);
        Publish();

        Assert.Equal((0L, 1L, 5L), (Assert.Single(hears.Resets).Position, hears.Resets[0].FirstSeq, hears.Resets[0].Head));
        Assert.Equal([1, 2, 3, 4, 5, 6], hears.Seqs());
        Assert.Equal(1, bob.RoomCount);
    }

    /// <summary>The seqs of before, when he came at 10, mean nothing now: 6 is news.</summary>
    [Fact]
    public void Listener_WhoIsBanned_BelowWhereTheyHadCome_HearsNothingAfterIt()
    {
        (ClientSession bob, RecordingSink hears) = Come("bob");

        LoseAfter(5);
        Assert.IsType<RoomReply.Published>(Ask(Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));
        Publish();

        Assert.Equal([1, 2, 3, 4, 5, 6], hears.Seqs());
        Assert.Equal(0, bob.RoomCount);
    }

    /// <summary>The client is told when it comes back; before that it is sent nothing more of a room in which it is not.</summary>
    [Fact]
    public void Listener_WhoseMembershipIsLost_IsDisconnected_AndHearsNothing()
    {
        (ClientSession cy, RecordingSink hears) = Come("cy");
        hears.Events.Clear();

        LoseAfter(5);
        Publish();

        Assert.True(hears.HasFailed);
        Assert.Empty(hears.Events);
        Assert.Empty(hears.Resets);
        Assert.Equal(0, cy.RoomCount);
    }

    /// <summary>What was taken back is news; what had been done before, and is only told again, is not.</summary>
    [Fact]
    public void Listener_WhoHadBeenOut_AndIsBack_ListensOn()
    {
        Ask(Some.Leave(Some.Bob));
        (ClientSession bob, RecordingSink hears) = Come("bob");

        LoseAfter(12);
        Publish();

        Assert.Equal(Enumerable.Range(1, 13).Select(static seq => (long)seq), hears.Seqs());
        Assert.Equal(1, bob.RoomCount);
    }

    private (ClientSession Session, RecordingSink Sink) Come(string user)
    {
        var sink = new RecordingSink();
        ClientSession session = _rig.Run(_node.Sessions.OpenAsync(
            new SessionRequest(new UserId(user), Role.Member, MayCreateRooms: true, ResumeToken: null), sink, CancellationToken.None));
        JoinOutcome join = _rig.Run(session.JoinAsync(Some.Room, null, null, echo: true));
        Assert.IsType<RoomReply.Joined>(join.Reply);
        join.StartDelivery();
        _rig.Turns.Run();
        return (session, sink);
    }

    private void LoseAfter(long seq)
    {
        _rig.Directory.Favourite = _node.Self;
        _rig.Stored.Lose(Some.Room, seq);
        _rig.Fence.BeginGeneration();
        _rig.Kill(_owner);
        _rig.Pass(TimeSpan.FromSeconds(5));
    }

    private RoomReply Ask(RoomCommand command) => _rig.Run(_node.Router.AskAsync(Some.Room, command));

    private void Publish() => Assert.IsType<RoomReply.Published>(_rig.Run(_ann.PublishAsync(Some.Room, null, new MessageBody(Some.Json("hello")))));
}

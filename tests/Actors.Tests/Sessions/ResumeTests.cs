using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Sessions;

/// <summary>A session goes on with the next connection, on the same node or on another.</summary>
public sealed class ResumeTests : IDisposable
{
    private static readonly RoomId A = new("a");
    private static readonly RoomId B = new("b");
    private static readonly Dictionary<RoomId, RoomPosition> Nowhere = [];

    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _node;

    public ResumeTests() => _node = _rig.AddNode("n1");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Resume_BringsTheRoomsBack_EachFromItsPosition()
    {
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A);
        Join(ann, B);
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());
        Publish("ann", A, "missed in a");
        Publish("ann", B, "missed in b");

        (ClientSession again, RecordingSink sink) = Connect("ann", ann.ResumeToken);
        Assert.True(again.Resumed);
        Assert.Equal((ann.Id, Some.Ann), (again.Id, again.User));
        Assert.NotEqual(ann.ResumeToken, again.ResumeToken);
        Assert.Equal([A, B], again.ResumedRooms.OrderBy(room => room.Value));
        Assert.Empty(sink.Events); // nothing before the client has said where it stands

        ImmutableArray<ResumedRoom> rooms = Resume(again, new() { [A] = new RoomPosition(2, null) });

        Assert.All(rooms, room => Assert.True(room.Outcome.Recovered));
        Assert.Equal(["missed in a"], sink.Texts()); // of b it did not say where it stands: from now on
        Publish("ann", B, "live in b");
        Assert.Equal(["missed in a", "live in b"], sink.Texts());
    }

    [Fact]
    public void Resume_OnAnotherNode_Works()
    {
        StreamingNode other = _rig.AddNode("n2");
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A);
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());
        Publish("ann", A, "missed");

        (ClientSession again, RecordingSink sink) = Connect("ann", ann.ResumeToken, other);
        Resume(again, new() { [A] = new RoomPosition(2, null) });
        Publish("ann", A, "live");

        Assert.Equal(["missed", "live"], sink.Texts());
    }

    [Fact]
    public void Resume_OfARoomTheUserIsNoLongerIn_IsRefused_NotJoinedAgain()
    {
        (ClientSession bob, _) = Connect("bob");
        Join(bob, A);
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A);
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());
        _rig.Run(_node.Router.AskAsync(A, Some.Leave(Some.Ann)));

        (ClientSession again, _) = Connect("ann", ann.ResumeToken);
        ResumedRoom room = Assert.Single(Resume(again, Nowhere));

        Assert.Equal(RoomRefusal.NotAMember, Assert.IsType<RoomReply.Refused>(room.Outcome.Reply).Why);
        Assert.Equal(0, again.RoomCount);
        Assert.Equal(4, Assert.IsType<RoomReply.Readable>(_rig.Run(_node.Router.AskAsync(A, Some.Read(Some.Bob)))).LastSeq);
    }

    [Fact]
    public void Resume_KeepsEcho()
    {
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A, echo: false);
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());

        (ClientSession again, RecordingSink sink) = Connect("ann", ann.ResumeToken);
        Resume(again, Nowhere);
        _rig.Run(again.PublishAsync(A, null, new MessageBody(Some.Json("mine"))));
        Publish("ann", A, "of another tab");

        Assert.Equal(["of another tab"], sink.Texts());
    }

    [Fact]
    public void Token_WorksOnce()
    {
        (ClientSession ann, _) = Connect("ann");
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());

        Assert.True(Connect("ann", ann.ResumeToken).Session.Resumed);
        Assert.False(Connect("ann", ann.ResumeToken).Session.Resumed);
    }

    /// <summary>A token that is no good gives a fresh session, never an error.</summary>
    [Theory]
    [InlineData("ann", "no such token", 0)]
    [InlineData("ann", "", 0)]
    [InlineData("bob", null, 0)] // Ann's
    [InlineData("ann", null, 121)] // too old
    public void Token_ThatIsNoGood_GivesAFreshSession(string user, string? token, int afterSeconds)
    {
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A);
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());
        _rig.Pass(TimeSpan.FromSeconds(afterSeconds));

        (ClientSession fresh, _) = Connect(user, token ?? ann.ResumeToken);

        Assert.False(fresh.Resumed);
        Assert.NotEqual(ann.Id, fresh.Id);
        Assert.Empty(fresh.ResumedRooms);
    }

    [Fact]
    public void Session_OfALivingConnection_DoesNotGrowOld()
    {
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A);
        _rig.Pass(TimeSpan.FromMinutes(30));

        // The node ends without a word.
        StreamingNode other = _rig.AddNode("n2");
        (ClientSession again, _) = Connect("ann", ann.ResumeToken, other);
        Assert.Equal(A, Assert.Single(again.ResumedRooms));
    }

    [Fact]
    public void Resume_WhileTheFirstConnectionLives_ReplacesIt_WithoutAFlickerOfPresence()
    {
        (ClientSession bob, RecordingSink bobSink) = Connect("bob");
        Join(bob, A);
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        Join(ann, A);
        _rig.Pass(TimeSpan.FromSeconds(2)); // by then he has been told that she is here
        bobSink.Signals.Clear();

        (ClientSession again, _) = Connect("ann", ann.ResumeToken);
        Resume(again, Nowhere);
        _rig.Pass(TimeSpan.FromSeconds(10));

        Assert.True(sink.IsReplaced);
        Assert.Equal(2, _node.Sessions.Count);
        Assert.Empty(bobSink.Signals);
        Publish("bob", A, "x");
        Assert.Empty(sink.Texts());
    }

    [Fact]
    public void Rooms_NotBroughtBackYet_AreKeptForTheNextTry()
    {
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A);
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());
        (ClientSession second, _) = Connect("ann", ann.ResumeToken);
        _rig.Run(second.CloseAsync(keepForResume: true).AsTask()); // cut off before it resumed

        (ClientSession third, _) = Connect("ann", second.ResumeToken);
        Assert.Equal(A, Assert.Single(third.ResumedRooms));
    }

    [Fact]
    public void Rooms_LeftAfterAResume_StayLeft()
    {
        (ClientSession ann, _) = Connect("ann");
        Join(ann, A);
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask());
        (ClientSession second, _) = Connect("ann", ann.ResumeToken);
        Resume(second, Nowhere);
        _rig.Run(second.LeaveAsync(A, null, giveUpMembership: false));
        _rig.Run(second.CloseAsync(keepForResume: true).AsTask());

        Assert.Empty(Connect("ann", second.ResumeToken).Session.ResumedRooms);
    }

    [Fact]
    public void Guest_WithoutAName_IsGivenOne_AndKeepsItByTheToken()
    {
        ClientSession Open(string? token) => _rig.Run(
            _node.Sessions.OpenAsync(new SessionRequest(null, Role.Guest, true, token), new RecordingSink(), default));
        ClientSession guest = Open(null);
        _rig.Run(guest.CloseAsync(keepForResume: true).AsTask());

        Assert.StartsWith("guest-", guest.User.Value, StringComparison.Ordinal);
        Assert.Equal(guest.User, Open(guest.ResumeToken).User);
        Assert.NotEqual(guest.User, Open(null).User);
    }

    private (ClientSession Session, RecordingSink Sink) Connect(string user, string? token = null, StreamingNode? node = null)
    {
        var sink = new RecordingSink();
        var request = new SessionRequest(new UserId(user), Role.Member, MayCreateRooms: true, token);
        return (_rig.Run((node ?? _node).Sessions.OpenAsync(request, sink, default)), sink);
    }

    private void Join(ClientSession session, RoomId room, bool echo = true)
    {
        JoinOutcome join = _rig.Run(session.JoinAsync(room, null, null, echo));
        Assert.IsType<RoomReply.Joined>(join.Reply);
        join.StartDelivery();
        _rig.Turns.Run();
    }

    private ImmutableArray<ResumedRoom> Resume(ClientSession session, Dictionary<RoomId, RoomPosition> positions)
    {
        ImmutableArray<ResumedRoom> rooms = _rig.Run(session.ResumeAsync(positions));
        foreach (ResumedRoom room in rooms)
            room.Outcome.StartDelivery();
        _rig.Turns.Run();
        return rooms;
    }

    private void Publish(string user, RoomId room, string text) =>
        Assert.IsType<RoomReply.Published>(_rig.Run(_node.Router.AskAsync(room, Some.Publish(new UserId(user), text))));
}

using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>Who sets a user's status, the user, and the owner of the user's presence are on three nodes.</summary>
public sealed class PresenceSetterTests : IDisposable
{
    private static readonly UserStatus Busy = new(Availability.Busy, "in a meeting");
    private static readonly UserStatus Away = new(Availability.Away);

    private readonly PresenceCluster _cluster = new();
    private readonly UserId _ann;
    private readonly RoomId _room;
    private readonly ClientSession _session;
    private readonly RecordingSink _bob;

    public PresenceSetterTests()
    {
        _ann = _cluster.UserOn(_cluster.Nodes[1]);
        _room = _cluster.RoomOn(_cluster.Nodes[2]);
        (_, _bob) = _cluster.Come(_cluster.Nodes[0], Some.Bob, _room);
        (_session, _) = _cluster.Come(_cluster.Nodes[2], _ann, _room);
        _session.Appear();
        Pass(2);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Status_IsSeen_ByWhoAsks_AndInTheRoom()
    {
        Assert.Equal(Busy, Set(Busy)!.Found!.Status);
        Pass(2);

        Assert.Equal(Busy, Shown());
        Assert.Equal(new RosterEntry(_ann, Busy), _bob.Signals.OfType<PresenceChanged>().Last().Changes.Single());
    }

    [Fact]
    public void Status_IsTheUsers_WhenTheOwnerOfTheirPresenceIsAnother()
    {
        Set(Busy);
        _cluster.Rig.Turns.Run();
        _cluster.Rig.Kill(_cluster.Nodes[1]);
        Pass(10);

        Assert.Equal(Busy, Shown());
    }

    [Fact]
    public void Status_OfAUserWhoIsConnectedToTheOwnerItself_IsKnownThere()
    {
        UserId own = _cluster.UserOn(_cluster.Nodes[0]);
        _cluster.Come(_cluster.Nodes[0], own, _room);
        Pass(1);
        Set(Busy, own);
        _cluster.Rig.HandOver(_cluster.Nodes[1].Self);
        Pass(10);

        Assert.Equal(Busy, Shown(own));
    }

    [Fact]
    public void Status_ComesBackWithAResume()
    {
        _session.SetStatus(Away);
        Pass(1);
        Set(Busy);
        Pass(1);
        _cluster.BreakOff(_session);
        Pass(30);
        Assert.Equal(UserStatus.Offline, Shown());

        ClientSession resumed = _cluster.Rig.Run(_cluster.Nodes[0].Sessions.OpenAsync(
            new SessionRequest(_ann, Role.Member, MayCreateRooms: true, _session.ResumeToken), new RecordingSink(), CancellationToken.None));
        resumed.Appear();
        Pass(1);
        Assert.Equal(Busy, Shown());
    }

    [Fact]
    public void Status_ThatTheUserChoseLater_IsNotOverwritten_ByWhoAsksASecondTime()
    {
        var asked = new NodeQuestion.SetPresence(_ann, Busy, "once");
        Ask(asked);
        _session.SetStatus(Away);
        Pass(1);
        Ask(asked);

        Assert.Equal(Away, Shown());
    }

    [Fact]
    public void User_WhoIsNotThere_HasNone()
    {
        Assert.Null(Set(Busy, new UserId("nobody"))!.Found);
        Pass(1);
        Assert.Equal(UserStatus.Offline, Shown(new UserId("nobody")));
    }

    [Fact]
    public void Owner_WhoCannotKnowYetWhoIsThere_SaysSo()
    {
        var lost = true;
        _cluster.Rig.Loses = message => lost && message is PresenceReported;
        _cluster.Rig.Kill(_cluster.Nodes[1]);
        Pass(2);
        Assert.Null(Set(Busy));

        lost = false;
        Pass(5);
        Assert.Equal(Busy, Set(Busy)!.Found!.Status);
    }

    private void Pass(int seconds) => _cluster.Rig.Pass(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void Status_SetAgainUnderAnIdOfBefore_StaysAsItIs()
    {
        Ask(new NodeQuestion.SetPresence(_ann, Busy, "a"));
        Ask(new NodeQuestion.SetPresence(_ann, Away, "b"));
        Ask(new NodeQuestion.SetPresence(_ann, Busy, "a"));

        Assert.Equal(Away, Shown());
    }

    [Fact]
    public void Node_ThatDoesNotHaveThePresence_DoesNotKnow() =>
        Assert.Same(NodeAnswer.Busy.Instance, _cluster.Nodes[0].Presence.Set(new NodeQuestion.SetPresence(_ann, Busy, "a")));

    private NodeAnswer.Presence? Set(UserStatus status, UserId? user = null) =>
        _cluster.Rig.Run(_cluster.Nodes[0].PresenceTo.SetAsync(user ?? _ann, status, "put"));

    private void Ask(NodeQuestion question) => _cluster.Rig.Run(_cluster.Nodes[0].Questions.AskAsync(_cluster.Nodes[1].Self, question));

    private UserStatus Shown(UserId? user = null) =>
        _cluster.Rig.Run(_cluster.Nodes[0].PresenceOf.ReadAsync([user ?? _ann], CancellationToken.None))!.Value[0].Status;
}

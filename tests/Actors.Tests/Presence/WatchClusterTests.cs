using System.Collections.Immutable;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>Who watches, the owner of the watched user's presence, and the user are on three nodes and share no room; the grace is 5 s.</summary>
public sealed class WatchClusterTests : IDisposable
{
    private static readonly UserStatus Busy = new(Availability.Busy, "in a meeting");

    private readonly PresenceCluster _cluster = new(new NodeOptions { Sessions = new SessionOptions { MaxWatches = 3 } });
    private readonly StreamingNode _near;
    private readonly StreamingNode _owner;
    private readonly StreamingNode _far;
    private readonly UserId _ann;
    private readonly ClientSession _watcher;
    private readonly RecordingSink _sink;
    private readonly ClientSession _session;

    public WatchClusterTests()
    {
        (_near, _owner, _far) = (_cluster.Nodes[0], _cluster.Nodes[1], _cluster.Nodes[2]);
        _ann = _cluster.UserOn(_owner);
        (_watcher, _sink) = Connect(_near, Some.Bob);
        (_session, _) = Connect(_far, _ann);
        Pass(1);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Answer_SaysHowTheyAre_AndChangesFollow()
    {
        Assert.Equal(new ShownUser(_ann, UserStatus.Online), Assert.Single(Watch(_ann)));
        Assert.Empty(_sink.Shown);

        _session.SetStatus(Busy);
        Pass(2);
        Assert.Equal([new ShownUser(_ann, Busy)], _sink.Shown);
    }

    [Fact]
    public void User_WhoGoes_IsOffline_SinceTheGraceIsOver_AndBackWhenTheyAre()
    {
        Watch(_ann);
        _cluster.BreakOff(_session);
        DateTimeOffset over = _cluster.Rig.Clock.GetUtcNow().AddSeconds(5);
        Pass(4);
        Assert.Empty(_sink.Shown);

        Pass(4);
        ShownUser gone = Assert.Single(_sink.Shown);
        Assert.Equal(UserStatus.Offline, gone.Status);
        Assert.InRange(gone.LastSeen!.Value, over, over.AddMilliseconds(500));

        Connect(_near, _ann);
        Pass(2);
        Assert.Equal(new ShownUser(_ann, UserStatus.Online), _sink.Shown[^1]);
    }

    [Fact]
    public void User_WhoWasGoneBefore_IsOffline_WithWhenTheyWereSeen_AndOneWhoNeverWas_Without()
    {
        _cluster.BreakOff(_session);
        Pass(60);
        var nobody = new UserId("nobody");
        ImmutableArray<ShownUser> shown = Watch(nobody, _ann);

        Assert.Equal(new ShownUser(nobody, UserStatus.Offline), shown[0]);
        Assert.Equal((_ann, UserStatus.Offline, true), (shown[1].User, shown[1].Status, shown[1].LastSeen is not null));
    }

    [Fact]
    public void User_WhoHides_IsOffline_AndComesAndGoesUnseen()
    {
        _session.SetStatus(new UserStatus(Availability.Offline, "hiding"));
        Pass(2);
        Assert.Equal(UserStatus.Offline, Watch(_ann)[0].Status);

        _session.SetStatus(new UserStatus(Availability.Offline, "still hiding"));
        Pass(2);
        _cluster.BreakOff(_session);
        Pass(20);
        Assert.Empty(_sink.Shown);
    }

    [Fact]
    public void Changes_OfOneSecond_AreOneUpdate()
    {
        Watch(_ann);
        Pass(2);
        for (int i = 0; i <= 20; i++)
        {
            _session.SetStatus(new UserStatus(Availability.Busy, $"{i}"));
            _cluster.Rig.Pass(TimeSpan.FromMilliseconds(100));
        }

        Pass(2);
        Assert.InRange(_sink.Shown.Count, 2, 4);
        Assert.Equal("20", _sink.Shown[^1].Status.CustomStatus);
    }

    [Fact]
    public void Nothing_IsTold_BeforeTheAnswer_AndWhatItMissesRightAfter()
    {
        Task<WatchOutcome> watching = _watcher.WatchAsync([_ann]).AsTask();
        Pass(1);
        WatchOutcome outcome = _cluster.Rig.Run(watching);
        _session.SetStatus(Busy);
        Pass(3);
        Assert.Equal(new ShownUser(_ann, UserStatus.Online), Assert.Single(outcome.Users));
        Assert.Empty(_sink.Shown);

        outcome.StartDelivery();
        Assert.Equal([new ShownUser(_ann, Busy)], _sink.Shown);
    }

    [Fact]
    public void Owner_Dead_NobodyIsCalledOffline_AndTheNextTellsOfChanges()
    {
        Watch(_ann);
        _cluster.Rig.Kill(_owner);
        Pass(20);
        Assert.Empty(_sink.Shown);

        _session.SetStatus(Busy);
        Pass(2);
        Assert.Equal([new ShownUser(_ann, Busy)], _sink.Shown);
    }

    [Fact]
    public void Owner_New_CallsNobodyOffline_WhomItHasNotHeardOfYet()
    {
        Watch(_ann);
        bool lost = true;
        _cluster.Rig.Loses = message => lost && message is PresenceReported;
        _cluster.Rig.Kill(_owner);
        Pass(4);
        lost = false;
        Pass(20);

        Assert.Empty(_sink.Shown);
    }

    [Fact]
    public void Owner_New_TellsWhoHasGoneMeanwhile()
    {
        Watch(_ann);
        _cluster.Rig.Kill(_owner);
        _cluster.Rig.Kill(_far);
        Pass(20);

        Assert.Equal([UserStatus.Offline], _sink.Shown.Select(static one => one.Status));
    }

    [Fact]
    public void Shards_HandedOver_ByPlan_NobodyIsCalledOffline()
    {
        Watch(_ann);
        _cluster.Rig.HandOver(_near.Self);
        Pass(20);
        _cluster.Rig.HandOver(_far.Self);
        Pass(20);
        Assert.Empty(_sink.Shown);

        _session.SetStatus(Busy);
        Pass(2);
        Assert.Equal([new ShownUser(_ann, Busy)], _sink.Shown);
    }

    [Fact]
    public void Messages_Lost_AreMadeUpFor()
    {
        int sent = 0;
        _cluster.Rig.Loses = message => message is PresenceWatched or PresenceTold && sent++ % 3 != 2;
        Watch(_ann);
        _session.SetStatus(Busy);
        Pass(60);
        _session.SetStatus(UserStatus.Online);
        Pass(180);

        Assert.Equal(UserStatus.Online, _sink.Shown[^1].Status);
    }

    [Fact]
    public void Owner_Silent_AnswerComesWithoutThem_AndTheyFollow()
    {
        bool lost = true;
        _cluster.Rig.Loses = message => lost && message is PresenceTold;
        Assert.Empty(Watch(_ann));

        lost = false;
        Pass(5);
        Assert.Equal([new ShownUser(_ann, UserStatus.Online)], _sink.Shown);
    }

    [Fact]
    public void Watchers_OfOneNode_AreOneForTheOwner_UntilTheLastIsGone()
    {
        (ClientSession other, RecordingSink heard) = Connect(_near, Some.Cy);
        Watch(_ann);
        Watch(other, _ann);
        Assert.Equal((1, 1), (_owner.Presence.Watched, _near.WatchedUsers));

        _cluster.Rig.Run(_watcher.UnwatchAsync([_ann]).AsTask());
        _session.SetStatus(Busy);
        Pass(2);
        Assert.Empty(_sink.Shown);
        Assert.Equal([new ShownUser(_ann, Busy)], heard.Shown);

        _cluster.BreakOff(other);
        Pass(1);
        Assert.Equal((0, 0), (_owner.Presence.Watched, _near.WatchedUsers));
    }

    [Fact]
    public void Node_ThatDies_IsForgotten_AndOneWhoseLastWordWasLost()
    {
        (ClientSession other, _) = Connect(_far, Some.Cy);
        Watch(_ann);
        Watch(other, _ann);
        _cluster.Rig.Kill(_near);
        Pass(10);
        Assert.Equal(1, _owner.Presence.Watched);

        _cluster.Rig.Loses = static message => message is PresenceUnwatched;
        _cluster.BreakOff(other);
        Pass(180);
        Assert.Equal(0, _owner.Presence.Watched);
    }

    [Fact]
    public void TooMany_AreRefused_AndNothingChanges()
    {
        UserId[] three = [new("a"), new("b"), new("c")];
        Watch(three);
        Assert.True(_cluster.Rig.Run(_watcher.WatchAsync([_ann])).IsRefused);
        Assert.Equal(3, _watcher.WatchCount);

        // Who is watched already takes no place.
        Assert.Equal(3, Watch(three).Length);
        _cluster.Rig.Run(_watcher.UnwatchAsync([three[0]]).AsTask());
        Assert.Single(Watch(_ann));
    }

    [Fact]
    public void Resume_OnAnotherNode_WatchesOn_AndTellsHowTheyAreNow()
    {
        Watch(_ann);
        _cluster.BreakOff(_watcher);
        _session.SetStatus(Busy);
        Pass(10);

        var sink = new RecordingSink();
        ClientSession resumed = _cluster.Rig.Run(_far.Sessions.OpenAsync(
            new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, _watcher.ResumeToken), sink, CancellationToken.None));
        Action watching = resumed.ResumeWatches();
        Pass(1);
        Assert.Empty(sink.Shown);
        watching();
        Assert.Equal([new ShownUser(_ann, Busy)], sink.Shown);

        _session.SetStatus(UserStatus.Online);
        Pass(2);
        Assert.Equal(UserStatus.Online, sink.Shown[^1].Status);
        Assert.Empty(_sink.Shown);
    }

    [Fact]
    public void Owner_WhoTookTheNodeForGone_IsHeardAgain_InTheSameTerm()
    {
        Watch(_ann);
        foreach (UserStatus status in (UserStatus[])[Busy, UserStatus.Online, Busy])
        {
            _session.SetStatus(status);
            Pass(2);
        }

        _owner.Presence.OnUnwatched(_near.Self, new PresenceUnwatched(_ann));
        Assert.Equal(0, _owner.Presence.Watched);
        _session.SetStatus(UserStatus.Online);
        Pass(40);

        Assert.Equal(UserStatus.Online, _sink.Shown[^1].Status);
    }

    [Fact]
    public void Resume_BringsBackAsManyAsFit_AndASessionNeverKeepsMore()
    {
        UserId[] three = [new("a"), new("b"), new("c")];
        Watch(three);
        _cluster.BreakOff(_watcher);
        ClientSession resumed = _cluster.Rig.Run(_far.Sessions.OpenAsync(
            new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, _watcher.ResumeToken), new RecordingSink(), CancellationToken.None));

        Watch(resumed, new("d"), new("e"));
        _cluster.BreakOff(resumed);
        ClientSession again = _cluster.Rig.Run(_near.Sessions.OpenAsync(
            new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, resumed.ResumeToken), new RecordingSink(), CancellationToken.None));
        Watch(again, new UserId("f"));
        again.ResumeWatches()();

        Assert.Equal(3, again.WatchCount);
    }

    [Fact]
    public void WithoutAnAnswer_HowTheyAreFollows()
    {
        Task<WatchOutcome> watching = _watcher.WatchAsync([_ann]).AsTask();
        Pass(1);
        _cluster.Rig.Run(watching).StartDelivery(isAnswered: false);

        Assert.Equal([new ShownUser(_ann, UserStatus.Online)], _sink.Shown);
    }

    private void Pass(int seconds) => _cluster.Rig.Pass(TimeSpan.FromSeconds(seconds));

    private (ClientSession Session, RecordingSink Sink) Connect(StreamingNode node, UserId user)
    {
        var sink = new RecordingSink();
        ClientSession session = _cluster.Rig.Run(node.Sessions.OpenAsync(
            new SessionRequest(user, Role.Member, MayCreateRooms: true, ResumeToken: null), sink, CancellationToken.None));
        session.Appear();
        _cluster.Rig.Turns.Run();
        return (session, sink);
    }

    private ImmutableArray<ShownUser> Watch(params UserId[] users) => Watch(_watcher, users);

    private ImmutableArray<ShownUser> Watch(ClientSession session, params UserId[] users)
    {
        Task<WatchOutcome> watching = session.WatchAsync([.. users]).AsTask();
        Pass(4);
        WatchOutcome outcome = _cluster.Rig.Run(watching);
        outcome.StartDelivery();
        return outcome.Users;
    }
}

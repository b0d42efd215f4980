using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Streaming.Actors.Tests.Presence;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

/// <summary>
/// What members do to each other and to their room, on three nodes: who acts is on one, whom it is about on another, and the room
/// lives on the third. Everything holds when that one dies.
/// </summary>
public sealed class RoomClusterTests : IDisposable
{
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(5);
    private readonly PresenceCluster _cluster = new();
    private readonly StreamingNode _acting;
    private readonly StreamingNode _targets;
    private readonly StreamingNode _owner;
    private readonly RoomId _room;
    private readonly ClientSession _ann;
    private readonly RecordingSink _annHears;
    private readonly ClientSession _bob;
    private readonly RecordingSink _bobHears;

    /// <summary>Ann's room, with Bob in it.</summary>
    public RoomClusterTests()
    {
        (_acting, _targets, _owner) = (_cluster.Nodes[0], _cluster.Nodes[1], _cluster.Nodes[2]);
        _room = _cluster.RoomOn(_owner);
        (_ann, _annHears) = _cluster.Come(_acting, Some.Ann, _room);
        (_bob, _bobHears) = _cluster.Come(_targets, Some.Bob, _room);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Ban_EndsTheUsersSubscriptions_OnEveryNodeAndConnection_AtOnce()
    {
        (ClientSession Session, RecordingSink Sink)[] tabs =
            [(_bob, _bobHears), .. _cluster.Nodes.Select(node => _cluster.Come(node, Some.Bob, _room)), _cluster.Come(_targets, Some.Bob, _room)];

        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));
        Publish(_ann);

        Assert.All(tabs, tab =>
        {
            Assert.Equal(ModerationKind.Ban, Assert.IsType<MemberModerated>(tab.Sink.Events[^1].Event).Kind);
            Assert.Equal(0, tab.Session.RoomCount);
        });
        Assert.IsType<MessagePublished>(_annHears.Events[^1].Event);
        BobIsOut(RoomRefusal.Banned);
    }

    [Fact]
    public void Ban_HoldsAfterTheOwnersDeath_AndAfterEveryNodeWasAnother()
    {
        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));
        Publish(_ann);

        LoseOwner();
        BobIsOut(RoomRefusal.Banned);

        StreamingNode late = _cluster.Rig.AddNode("late");
        _cluster.Rig.Kill(_acting);
        _cluster.Rig.Pass(TakeOver);
        _cluster.Rig.Kill(_targets);
        _cluster.Rig.Pass(TakeOver);
        Assert.Equal(new RoomReply.Refused(RoomRefusal.Banned), Ask(late, Some.Join(Some.Bob)));
        Logged(Ask(late, Some.Publish(Some.Ann)));
    }

    [Fact]
    public void Ban_IsNotGotRound_ByAResumedSession()
    {
        _cluster.BreakOff(_bob);
        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));

        var sink = new RecordingSink();
        ClientSession again = _cluster.Rig.Run(_owner.Sessions.OpenAsync(
            new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, _bob.ResumeToken), sink, CancellationToken.None));
        Assert.True(again.Resumed);
        ResumedRoom back = Assert.Single(_cluster.Rig.Run(again.ResumeAsync(new Dictionary<RoomId, RoomPosition>())));

        Assert.Equal(new RoomReply.Refused(RoomRefusal.Banned), back.Outcome.Reply);
        Publish(_ann);
        Assert.Empty(sink.Events);
    }

    [Fact]
    public void Ban_ThatNodesMissed_ReachesThem_BeforeAnythingElseDoes()
    {
        _cluster.Rig.Loses = static message => message is EventsCommitted;
        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));
        Publish(_ann);
        _cluster.Rig.Loses = static _ => false;
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));
        Publish(_ann);

        Assert.IsType<MemberModerated>(_bobHears.Events[^1].Event);
        Assert.Equal(0, _bob.RoomCount);
    }

    [Fact]
    public void Ban_EndsByItself_OrIsTakenBack()
    {
        DateTimeOffset until = _cluster.Rig.Clock.GetUtcNow().AddMinutes(1);
        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob") with { Until = until }));
        LoseOwner();
        Assert.Equal(new RoomReply.Refused(RoomRefusal.Banned, until), Ask(_targets, Some.Join(Some.Bob)));

        _cluster.Rig.Pass(TimeSpan.FromMinutes(1));
        Assert.IsType<RoomReply.Joined>(Ask(_targets, Some.Join(Some.Bob)));

        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.Banned), Ask(_targets, Some.Join(Some.Bob)));
        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Unban, "bob")));
        Assert.IsType<RoomReply.Joined>(Ask(_targets, Some.Join(Some.Bob)));
    }

    [Fact]
    public void Kick_EndsTheUsersSubscriptions_AndTheyMayComeBack()
    {
        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Kick, "bob")));
        Publish(_ann);

        Assert.Equal(ModerationKind.Kick, Assert.IsType<MemberModerated>(_bobHears.Events[^1].Event).Kind);
        BobIsOut(RoomRefusal.NotAMember);
        LoseOwner();
        BobIsOut(RoomRefusal.NotAMember);

        // The replay tells of the kick, which is not news.
        (ClientSession back, RecordingSink hears) = Come(_targets, since: 0);
        Publish(_ann);
        Assert.Equal(1, back.RoomCount);
        Assert.Equal(Seqs(_annHears)[^1], Seqs(hears)[^1]);
    }

    [Fact]
    public void Mute_HoldsOnEveryConnection_ThroughLeavingAndTheOwnersDeath_UntilItEnds()
    {
        DateTimeOffset until = _cluster.Rig.Clock.GetUtcNow().AddMinutes(1);
        Logged(Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Mute, "bob") with { Until = until }));
        var muted = new RoomReply.Refused(RoomRefusal.Muted, until);

        Assert.All(_cluster.Nodes, node => Assert.Equal(muted, Ask(node, Some.Publish(Some.Bob))));
        Assert.IsType<RoomReply.Done>(Ask(_targets, Some.Leave(Some.Bob)));
        Assert.IsType<RoomReply.Joined>(Ask(_targets, Some.Join(Some.Bob)));
        Assert.Equal(muted, Ask(_targets, Some.Publish(Some.Bob)));
        LoseOwner();
        Assert.Equal(muted, Ask(_targets, Some.Publish(Some.Bob)));

        _cluster.Rig.Pass(TimeSpan.FromMinutes(1));
        Logged(Ask(_targets, Some.Publish(Some.Bob)));
    }

    [Theory]
    [InlineData(RoomAction.Lock, RoomAction.Unlock, RoomRefusal.RoomLocked)]
    [InlineData(RoomAction.Archive, RoomAction.Restore, RoomRefusal.RoomArchived)]
    public void Closing_HoldsThroughTheOwnersDeath_UntilItIsTakenBack(RoomAction close, RoomAction open, RoomRefusal why)
    {
        Logged(Ask(_acting, SetStatus(close)));
        LoseOwner();
        Assert.Equal(new RoomReply.Refused(why), Ask(_targets, Some.Publish(Some.Bob)));
        Assert.Equal(new RoomReply.Refused(why), Ask(_targets, Some.Join(Some.Cy)));
        Assert.IsType<RoomReply.Joined>(Ask(_targets, Some.Join(Some.Bob)));

        Logged(Ask(_acting, SetStatus(open)));
        Logged(Ask(_targets, Some.Publish(Some.Bob)));
    }

    [Fact]
    public void SlowMode_CountsAllConnections_AndIsNotGotRound_ByLeavingOrTheOwnersDeath()
    {
        Logged(Ask(_acting, Update(new RoomPatch { SlowMode = TimeSpan.FromSeconds(30) })));
        Logged(Ask(_targets, Some.Publish(Some.Bob)));
        void BobWaits(StreamingNode node) => Assert.True(Assert.IsType<RoomReply.Throttled>(Ask(node, Some.Publish(Some.Bob))).IsSlowMode);

        BobWaits(_acting);
        LoseOwner();
        BobWaits(_targets);
        Assert.IsType<RoomReply.Done>(Ask(_targets, Some.Leave(Some.Bob)));
        Assert.IsType<RoomReply.Joined>(Ask(_targets, Some.Join(Some.Bob)));
        BobWaits(_targets);

        // For those who watch over it there is none, and for him it is over some time.
        Logged(Ask(_acting, Some.Publish(Some.Ann)));
        Logged(Ask(_acting, Some.Publish(Some.Ann)));
        _cluster.Rig.Pass(TimeSpan.FromSeconds(30));
        Logged(Ask(_targets, Some.Publish(Some.Bob)));
    }

    [Fact]
    public void Invite_IsUsedOnceByEachUser_OverAllNodes()
    {
        Logged(Ask(_acting, Update(new RoomPatch { IsPrivate = true })));
        Logged(Ask(_acting, Invite("for-two-users", maxUses: 2)));
        var refused = new RoomReply.Refused(RoomRefusal.InviteInvalid);
        RoomReply ComeBy(StreamingNode node, UserId user) => Ask(node, Some.Join(user) with { Invite = "for-two-users" });

        Assert.IsType<RoomReply.Joined>(ComeBy(_targets, Some.Cy));
        Assert.IsType<RoomReply.Done>(Ask(_targets, Some.Leave(Some.Cy)));
        Assert.IsType<RoomReply.Joined>(ComeBy(_acting, Some.Cy));
        LoseOwner();
        Assert.IsType<RoomReply.Joined>(ComeBy(_targets, new UserId("dan")));
        Assert.Equal(refused, ComeBy(_acting, new UserId("eve")));

        Assert.IsType<RoomReply.Done>(Ask(_targets, Some.Leave(Some.Cy)));
        Assert.IsType<RoomReply.Joined>(ComeBy(_targets, Some.Cy));
        Logged(Ask(_acting, new RevokeInvite { By = Some.Ann, Request = Some.NewRequest(), Code = "for-two-users" }));
        Assert.IsType<RoomReply.Done>(Ask(_targets, Some.Leave(Some.Cy)));
        Assert.Equal(refused, ComeBy(_targets, Some.Cy));
    }

    [Fact]
    public void Invite_ForOne_LetsOneIn_OfTwoWhoComeAtOnce()
    {
        Logged(Ask(_acting, Update(new RoomPatch { IsPrivate = true })));
        Logged(Ask(_acting, Invite("for-one-user", maxUses: 1)));

        Task<RoomReply>[] joins =
        [
            _acting.Router.AskAsync(_room, Some.Join(Some.Cy) with { Invite = "for-one-user" }),
            _targets.Router.AskAsync(_room, Some.Join(new UserId("dan")) with { Invite = "for-one-user" }),
        ];

        RoomReply[] replies = _cluster.Rig.Run(Task.WhenAll(joins));
        Assert.Single(replies.OfType<RoomReply.Joined>());
        Assert.Equal(new RoomReply.Refused(RoomRefusal.InviteInvalid), Assert.Single(replies.OfType<RoomReply.Refused>()));
    }

    [Fact]
    public void DirectRoom_OpenedFromBothSidesAtOnce_IsOne_WithBothInIt_AndNobodyElse()
    {
        RoomId direct = DirectRoom.IdOf(Some.Ann, Some.Bob);
        Assert.Equal(direct, DirectRoom.IdOf(Some.Bob, Some.Ann));

        RoomReply[] replies = _cluster.Rig.Run(Task.WhenAll(
            _acting.Router.AskAsync(direct, Open(Some.Ann, Some.Bob)), _targets.Router.AskAsync(direct, Open(Some.Bob, Some.Ann))));

        Assert.All(replies, reply => Assert.True(reply is RoomReply.Published or RoomReply.Done, $"{reply}"));
        Assert.Single(LogOf(direct).OfType<RoomCreated>());
        Assert.Equal(3, LogOf(direct).Length);
        LoseOwner();
        Logged(Ask(_acting, Some.Publish(Some.Ann), direct));
        Logged(Ask(_targets, Some.Publish(Some.Bob), direct));
        Assert.IsType<RoomReply.Refused>(Ask(_targets, Some.Join(Some.Cy), direct));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.DirectRoom), Ask(_targets, Open(Some.Cy, Some.Ann), direct));

        // Who left is brought back by either.
        Assert.IsType<RoomReply.Done>(Ask(_targets, Some.Leave(Some.Bob), direct));
        Logged(Ask(_acting, Open(Some.Ann, Some.Bob), direct));
        Logged(Ask(_targets, Some.Publish(Some.Bob), direct));
    }

    [Fact]
    public void Transfer_HandsTheRoomOver_ThroughTheOwnersDeath()
    {
        Assert.Equal(new RoomReply.Refused(RoomRefusal.OwnerStays), Ask(_acting, Some.Leave(Some.Ann)));
        Logged(Ask(_acting, new TransferRoom { By = Some.Ann, Request = Some.NewRequest(), To = Some.Bob }));
        LoseOwner();

        Assert.Equal(new RoomReply.Refused(RoomRefusal.OwnerStays), Ask(_targets, Some.Leave(Some.Bob)));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.InsufficientRole), Ask(_acting, SetStatus(RoomAction.Delete)));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.InsufficientRole), Ask(_acting, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));
        Logged(Ask(_targets, Some.Moderate(Some.Bob, ModerationKind.SetRole, "ann", Role.Guest)));
        Assert.IsType<RoomReply.Done>(Ask(_acting, Some.Leave(Some.Ann)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deletion_EndsEverySubscription_AndIsNotUndoneByTheOwnersDeath(bool isMissed)
    {
        _cluster.Rig.Loses = message => isMissed && message is EventsCommitted;
        Logged(Ask(_acting, SetStatus(RoomAction.Delete)));
        _cluster.Rig.Loses = static _ => false;
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));

        Assert.All((RecordingSink[])[_annHears, _bobHears], sink =>
            Assert.Equal(RoomAction.Delete, Assert.IsType<RoomStatusChanged>(sink.Events[^1].Event).Action));
        Assert.Equal((0, 0), (_ann.RoomCount, _bob.RoomCount));
        LoseOwner();
        Assert.Equal(new RoomReply.Refused(RoomRefusal.RoomNotFound), Ask(_targets, Some.Join(Some.Bob)));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.RoomNotFound), Ask(_acting, Some.Publish(Some.Ann)));
    }

    [Fact]
    public void Annotations_ReachAllInOneOrder_AndAreThereAfterTheOwnersDeath()
    {
        var message = Assert.IsType<RoomReply.Published>(Ask(_targets, Some.Publish(Some.Bob))).Message;
        var target = new MessageTarget(message.Epoch, message.Seq, Some.Bob);
        Logged(Ask(_targets, Some.Annotate(Some.Bob, MessageAction.Edit, target)));
        Logged(Ask(_acting, Some.Annotate(Some.Ann, MessageAction.AddReaction, target)));
        Logged(Ask(_acting, Some.Annotate(Some.Ann, MessageAction.Pin, target)));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.InsufficientRole), Ask(_targets, Some.Annotate(Some.Bob, MessageAction.Unpin, target)));
        LoseOwner();

        Assert.Single(Assert.IsType<RoomReply.AnnotationsRead>(Ask(_targets, new ReadPins { By = Some.Bob, Request = default })).Messages);
        Logged(Ask(_acting, Some.Annotate(Some.Ann, MessageAction.Delete, target)));
        Assert.Empty(Assert.IsType<RoomReply.AnnotationsRead>(Ask(_targets, new ReadPins { By = Some.Bob, Request = default })).Messages);
        Assert.Equal(
            new RoomReply.Refused(RoomRefusal.MessageNotFound), Ask(_targets, Some.Annotate(Some.Bob, MessageAction.AddReaction, target)));
        Assert.Equal(
            [MessageAction.Edit, MessageAction.AddReaction, MessageAction.Pin, MessageAction.Delete],
            _annHears.Events.Select(static one => one.Event).OfType<MessageAnnotated>().Select(static one => one.Action));
        Assert.Equal(
            _annHears.Events.Select(static one => one.Event).OfType<MessageAnnotated>(),
            _bobHears.Events.Select(static one => one.Event).OfType<MessageAnnotated>());
    }

    [Fact]
    public void Retry_OverAnotherNode_AndAfterTheOwnersDeath_IsAnsweredTheSame_AndDoneOnce()
    {
        RoomCommand[] commands =
        [
            Some.Publish(Some.Ann), Some.Moderate(Some.Ann, ModerationKind.Mute, "bob"), Some.Moderate(Some.Ann, ModerationKind.Unmute, "bob"),
            Some.Moderate(Some.Ann, ModerationKind.Warn, "bob"), Update(new RoomPatch { Name = "a" }), Update(new RoomPatch { Name = "b" }),
            SetStatus(RoomAction.Lock), SetStatus(RoomAction.Unlock), Invite("another-code", maxUses: 1),
            new RevokeInvite { By = Some.Ann, Request = Some.NewRequest(), Code = "another-code" },
            Some.Moderate(Some.Ann, ModerationKind.Kick, "bob"), new TransferRoom { By = Some.Ann, Request = Some.NewRequest(), To = Some.Cy },
        ];
        Ask(_owner, Some.Join(Some.Cy));
        RoomReply[] first = [.. commands.Select(command => Ask(_acting, command))];
        int logged = LogOf(_room).Length;

        Assert.Equal(first, commands.Select(command => Ask(_targets, command)));
        LoseOwner();
        Assert.Equal(first, commands.Select(command => Ask(_targets, command)));
        Assert.Equal(logged, LogOf(_room).Length);
    }

    private void BobIsOut(RoomRefusal why)
    {
        var refused = new RoomReply.Refused(why);
        Assert.Equal(refused, Ask(_targets, Some.Publish(Some.Bob)));
        Assert.Equal(refused, Ask(_targets, Some.Read(Some.Bob)));
        Assert.Equal(refused, Ask(_acting, Some.Join(Some.Bob, onlyMembers: true)));
        if (why == RoomRefusal.Banned)
            Assert.Equal(refused, Ask(_targets, Some.Join(Some.Bob)));
    }

    private void LoseOwner()
    {
        _cluster.Rig.Kill(_owner);
        _cluster.Rig.Pass(TakeOver);
    }

    private RoomReply Ask(StreamingNode node, RoomCommand command, RoomId? room = null) =>
        _cluster.Rig.Run(node.Router.AskAsync(room ?? _room, command));

    private void Publish(ClientSession session) => Logged(_cluster.Rig.Run(session.PublishAsync(_room, null, new MessageBody(Some.Json("hello")))));

    private (ClientSession Session, RecordingSink Sink) Come(StreamingNode node, long since)
    {
        var sink = new RecordingSink();
        ClientSession session = _cluster.Rig.Run(node.Sessions.OpenAsync(
            new SessionRequest(Some.Bob, Role.Member, MayCreateRooms: true, ResumeToken: null), sink, CancellationToken.None));
        JoinOutcome join = _cluster.Rig.Run(session.JoinAsync(_room, null, new RoomPosition(since, Epoch: null), echo: true));
        Assert.IsType<RoomReply.Joined>(join.Reply);
        join.StartDelivery();
        _cluster.Rig.Turns.Run();
        return (session, sink);
    }

    private RoomEvent[] LogOf(RoomId room) =>
        [.. _cluster.Rig.Run(_cluster.Rig.Stored.ReadAsync(room, LogRange.Following(0, int.MaxValue), CancellationToken.None)).Events];

    private long[] Seqs(RecordingSink sink) => [.. sink.Seqs(_room)];

    private static void Logged(RoomReply reply) => Assert.IsType<RoomReply.Published>(reply);

    private static SetRoomStatus SetStatus(RoomAction action) => new() { By = Some.Ann, Request = Some.NewRequest(), Action = action };

    private static UpdateRoom Update(RoomPatch patch) => new() { By = Some.Ann, Request = Some.NewRequest(), Patch = patch };

    private static CreateInvite Invite(string code, int maxUses) =>
        new() { By = Some.Ann, Request = Some.NewRequest(), Code = code, Role = Role.Member, MaxUses = maxUses };

    private static OpenDirectRoom Open(UserId by, UserId with) => new() { By = by, Request = Some.NewRequest(), With = with };
}

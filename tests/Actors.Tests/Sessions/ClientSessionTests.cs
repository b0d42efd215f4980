using Streaming.Actors.History;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Sessions;

/// <summary>What one connection can do, without a socket.</summary>
public sealed class ClientSessionTests : IDisposable
{
    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _node;

    public ClientSessionTests() => _node = _rig.AddNode("n1");

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Join_SendsNothingBeforeDeliveryIsStarted_AndEverythingAfter()
    {
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        JoinOutcome join = _rig.Run(ann.JoinAsync(Some.Room, null, since: null, echo: true));
        Publish(ann, "1");
        Assert.Empty(sink.Events);

        join.StartDelivery();
        join.StartDelivery(); // harmless
        Publish(ann, "2");

        Assert.Equal([3, 4], sink.Seqs());
    }

    /// <summary>The room has seqs 1 to 12, of which 1 to 4 were trimmed. Where the client stands, and what it gets.</summary>
    public static TheoryData<long?, bool?, bool, long> Positions => new()
    {
        // since, is the epoch the log's (null: not said), recovered, first seq delivered
        { null, null, true, 13 }, // only what comes after the join
        { 12, true, true, 13 },
        { 9, true, true, 10 },
        { 9, null, true, 10 },
        { 4, true, true, 5 }, // the last one that is not kept is the one the client has
        { 3, true, false, 5 },
        { 0, null, false, 5 }, // everything that is kept
        { 9, false, false, 5 }, // another epoch's position means nothing
        { 12, false, false, 5 },
        { 13, true, false, 5 }, // more than there is: the log was cut
        { long.MaxValue, true, false, 5 },
        { -1, true, false, 5 },
    };

    [Theory]
    [MemberData(nameof(Positions))]
    public void Join_WithSince_DeliversWhatFollows_OrSaysThatItCannot(long? since, bool? sameEpoch, bool recovered, long firstSeq)
    {
        Epoch epoch = MakeTrimmedRoom();
        (ClientSession bob, RecordingSink sink) = Connect("bob");
        RoomPosition? position = since is { } seq
            ? new RoomPosition(seq, sameEpoch switch { true => epoch, false => new Epoch("older"), null => null })
            : null;

        JoinOutcome join = _rig.Run(bob.JoinAsync(Some.Room, null, position, echo: true));
        join.StartDelivery();
        Publish(bob, "live");

        Assert.Equal(recovered, join.Recovered);
        var joined = Assert.IsType<RoomReply.Joined>(join.Reply);
        Assert.Equal((12L, 5L, epoch), (joined.Seq, joined.FirstSeq, joined.Epoch));
        Assert.Equal(Enumerable.Range((int)firstSeq, 13 - (int)firstSeq + 1).Select(i => (long)i), sink.Seqs());
    }

    [Fact]
    public void Join_OfTheOnlyListener_IsReplayedWithoutAnybodyPublishing()
    {
        MakeTrimmedRoom();
        (ClientSession bob, RecordingSink sink) = Connect("bob");

        Join(bob, since: 8);

        Assert.Equal([9, 10, 11, 12], sink.Seqs());
    }

    [Fact]
    public void Echo_Off_SparesOwnMessagesOfThisConnectionOnly()
    {
        (ClientSession quiet, RecordingSink quietSink) = Connect("ann");
        (ClientSession tab, RecordingSink tabSink) = Connect("ann");
        (ClientSession bob, RecordingSink bobSink) = Connect("bob");
        Join(quiet, echo: false);
        Join(tab);
        Join(bob, echo: false);

        Publish(quiet, "from quiet");
        Publish(tab, "from tab");
        Publish(bob, "from bob");

        Assert.Equal(["from tab", "from bob"], quietSink.Texts());
        Assert.Equal(["from quiet", "from tab", "from bob"], tabSink.Texts());
        Assert.Equal(["from quiet", "from tab"], bobSink.Texts());
    }

    [Fact]
    public void Join_Twice_StartsTheRoomOver_AndDeliversOnce()
    {
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        Join(ann);
        Publish(ann, "1");
        sink.Events.Clear();

        Join(ann, since: 0);
        Publish(ann, "2");

        Assert.Equal([1, 2, 3, 4], sink.Seqs());
        Assert.Equal((1, 1), (ann.RoomCount, _node.Feeds.Count));
    }

    [Fact]
    public void Join_Twice_NothingOfTheFirstComesAfterTheAckOfTheSecond()
    {
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        Join(ann);
        ValueTask<JoinOutcome> second = ann.JoinAsync(Some.Room, null, null, echo: true);
        Task<JoinOutcome> joining = second.AsTask();
        ValueTask<RoomReply> publish = ann.PublishAsync(Some.Room, null, new MessageBody(Some.Json("x")));
        JoinOutcome join = _rig.Run(joining);
        var joined = Assert.IsType<RoomReply.Joined>(join.Reply);
        sink.Events.Clear(); // what came before the ack was the first join's

        join.StartDelivery();
        _rig.Run(publish);
        Publish(ann, "y");

        Assert.Equal(Enumerable.Range((int)joined.Seq + 1, sink.Events.Count).Select(i => (long)i), sink.Seqs());
        Assert.Equal("y", sink.Texts().Last());
    }

    [Fact]
    public void Leave_EndsDelivery_AndKeepsMembership()
    {
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        Join(ann);

        Assert.IsType<RoomReply.Done>(_rig.Run(ann.LeaveAsync(Some.Room, null, giveUpMembership: false)));
        Publish(ann, "1"); // still a member

        Assert.Empty(sink.Events);
        Assert.Equal((0, 0), (ann.RoomCount, _node.Feeds.Count));
    }

    [Fact]
    public void Leave_WithMembership_IsLoggedAndOver()
    {
        (ClientSession ann, RecordingSink annSink) = Connect("ann");
        (ClientSession bob, _) = Connect("bob");
        Join(ann);
        Join(bob);

        Assert.IsType<RoomReply.Done>(_rig.Run(bob.LeaveAsync(Some.Room, new RequestId("q1"), giveUpMembership: true)));

        Assert.IsType<MemberLeft>(annSink.Events[^1].Event);
        Assert.IsType<RoomReply.Refused>(_rig.Run(bob.PublishAsync(Some.Room, null, new MessageBody(Some.Json("x")))));
    }

    [Fact]
    public void Leave_WithMembership_EndsTheRoomOnTheUsersOtherConnections()
    {
        (ClientSession ann, _) = Connect("ann");
        (ClientSession bob, RecordingSink first) = Connect("bob");
        (ClientSession bobsTab, RecordingSink second) = Connect("bob");
        Join(ann);
        Join(bob);
        Join(bobsTab);

        _rig.Run(bob.LeaveAsync(Some.Room, null, giveUpMembership: true));
        Publish(ann, "not for bob");

        Assert.IsType<MemberLeft>(Assert.Single(second.Events).Event);
        Assert.DoesNotContain(first.Events, one => one.Event is MessagePublished);
        Assert.Equal(0, bobsTab.RoomCount);
        var roster = Assert.IsType<RoomReply.RosterRead>(_rig.Run(ann.ReadRosterAsync(Some.Room)));
        Assert.Equal([ann.User], roster.Roster.Users.Select(one => one.User));
    }

    [Fact]
    public void Join_WithSince_IsNotEndedByAnEarlierDepartureInTheReplay()
    {
        (ClientSession ann, _) = Connect("ann");
        (ClientSession bob, RecordingSink sink) = Connect("bob");
        Join(ann);
        Join(bob);
        _rig.Run(bob.LeaveAsync(Some.Room, null, giveUpMembership: true));
        int seen = sink.Events.Count;

        Join(bob, since: 0);
        Publish(ann, "for bob again");

        Assert.Contains(sink.Events.Skip(seen), one => one.Event is MemberLeft);
        Assert.Equal("for bob again", sink.Texts().Last());
    }

    [Fact]
    public void SetStatus_BeforeTheFirstRoom_CountsThere()
    {
        (ClientSession ann, _) = Connect("ann");

        ann.SetStatus(new UserStatus(Availability.Busy));
        Join(ann);

        var roster = Assert.IsType<RoomReply.RosterRead>(_rig.Run(ann.ReadRosterAsync(Some.Room)));
        Assert.Equal(Availability.Busy, Assert.Single(roster.Roster.Users).Status.Availability);
    }

    [Fact]
    public void Leave_OfARoomNeverJoined_IsDone_AndWithMembershipRefused()
    {
        (ClientSession ann, _) = Connect("ann");

        Assert.IsType<RoomReply.Done>(_rig.Run(ann.LeaveAsync(Some.Room, null, giveUpMembership: false)));
        Assert.Equal(
            RoomRefusal.RoomNotFound,
            Assert.IsType<RoomReply.Refused>(_rig.Run(ann.LeaveAsync(Some.Room, null, giveUpMembership: true))).Why);
    }

    [Fact]
    public void Join_BeyondTheRoomLimit_IsRefused_UntilOneIsLeft()
    {
        using var rig = new ClusterRig();
        StreamingNode node = rig.AddNode("n1", new NodeOptions { Sessions = new SessionOptions { MaxRooms = 2 } });
        ClientSession Connect(UserId user) =>
            rig.Run(node.Sessions.OpenAsync(new SessionRequest(user, Role.Member, true, null), new RecordingSink(), default));
        JoinOutcome Join(ClientSession session, string room) => rig.Run(session.JoinAsync(new RoomId(room), null, null, echo: true));
        Join(Connect(Some.Bob), "a"); // whose it is, so that Ann can leave it
        ClientSession ann = Connect(Some.Ann);

        Join(ann, "a");
        Join(ann, "b");
        Assert.Equal(RoomRefusal.RoomLimit, Assert.IsType<RoomReply.Refused>(Join(ann, "c").Reply).Why);
        Assert.IsType<RoomReply.Joined>(Join(ann, "a").Reply); // a room it is in is no further one

        rig.Run(ann.LeaveAsync(new RoomId("a"), null, giveUpMembership: false));
        Assert.Equal(RoomRefusal.RoomLimit, Assert.IsType<RoomReply.Refused>(Join(ann, "c").Reply).Why); // a member still
        rig.Run(ann.LeaveAsync(new RoomId("a"), null, giveUpMembership: true));
        Assert.IsType<RoomReply.Joined>(Join(ann, "c").Reply);
    }

    [Fact]
    public void Join_WithoutTheRightToCreate_DoesNot()
    {
        (ClientSession ann, _) = Connect("ann", mayCreate: false);

        JoinOutcome join = _rig.Run(ann.JoinAsync(Some.Room, null, null, echo: true));

        Assert.Equal(RoomRefusal.RoomNotFound, Assert.IsType<RoomReply.Refused>(join.Reply).Why);
        join.StartDelivery(); // harmless
        Assert.Equal(0, _node.Feeds.Count);
    }

    [Fact]
    public void Publish_RepeatedFromAnotherConnection_HasOneEffect()
    {
        (ClientSession one, RecordingSink sink) = Connect("ann");
        (ClientSession two, _) = Connect("ann");
        Join(one);

        RoomReply first = Publish(one, "x", "q1");
        RoomReply again = Publish(two, "x", "q1");

        Assert.Equal(first, again);
        Assert.Equal(["x"], sink.Texts());
    }

    [Fact]
    public void Publish_WithoutAnId_IsEachTimeAnother()
    {
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        Join(ann);

        Publish(ann, "x");
        Publish(ann, "x");

        Assert.Equal(["x", "x"], sink.Texts());
    }

    [Fact]
    public void History_IsForMembers()
    {
        MakeTrimmedRoom();
        (ClientSession ann, _) = Connect("ann");
        (ClientSession cy, _) = Connect("cy");

        Assert.Equal(8, _rig.Run(ann.ReadHistoryAsync(Some.Room, new HistoryQuery(), default)).Page!.Messages.Length);
        HistoryOutcome refused = _rig.Run(cy.ReadHistoryAsync(Some.Room, new HistoryQuery(), default));
        Assert.Equal(RoomRefusal.NotAMember, Assert.IsType<RoomReply.Refused>(refused.Refusal).Why);
    }

    [Fact]
    public void Presence_ShowsWhoIsHere_OnceHoweverManyTabs_AndGoesAfterTheGrace()
    {
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        (ClientSession bob, _) = Connect("bob");
        (ClientSession bobsTab, _) = Connect("bob");
        Join(ann);
        Join(bob);
        Join(bobsTab);
        Assert.Equal(["ann Online", "bob Online"], Roster(ann));

        bob.SetStatus(new UserStatus(Availability.Busy));
        _rig.Turns.Run();
        Assert.Equal(["ann Online", "bob Busy"], Roster(ann));

        _rig.Run(bob.CloseAsync(keepForResume: true).AsTask());
        _rig.Run(bobsTab.CloseAsync(keepForResume: true).AsTask());
        _rig.Pass(TimeSpan.FromSeconds(4.9));
        Assert.Equal(["ann Online", "bob Busy"], Roster(ann));
        _rig.Pass(TimeSpan.FromSeconds(0.3));
        Assert.Equal(["ann Online"], Roster(ann));

        long[] versions = [.. sink.Signals.OfType<PresenceChanged>().Select(diff => diff.Version)];
        Assert.Equal(Enumerable.Range((int)versions[0], versions.Length).Select(i => (long)i), versions);
    }

    [Fact]
    public void Presence_OfOneWhoComesBackAsTheGraceEnds_DoesNotFail()
    {
        (ClientSession bob, _) = Connect("bob");
        Join(bob);
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(130)); // off the wheel's ticks
        _rig.Run(bob.CloseAsync(keepForResume: false).AsTask());
        _rig.Clock.Advance(TimeSpan.FromMilliseconds(5_010)); // over, and the wheel has not come to it yet

        (ClientSession again, _) = Connect("bob");
        Assert.IsType<RoomReply.Joined>(_rig.Run(again.JoinAsync(new RoomId("other"), null, null, echo: true)).Reply);
    }

    [Fact]
    public void Close_LeavesNothingBehind()
    {
        (ClientSession ann, RecordingSink sink) = Connect("ann");
        Join(ann);
        _rig.Run(ann.CloseAsync(keepForResume: false).AsTask());
        _rig.Run(ann.CloseAsync(keepForResume: true).AsTask()); // the first word counts
        _rig.Pass(TimeSpan.FromMinutes(3));

        int keeper = 1;
        Assert.Equal((0, 0, 0, 0, keeper), (_node.Sessions.Count, _node.Feeds.Count, _node.Presence.Count, _node.ActiveRooms, _node.Wheel.Count));
        Assert.Empty(sink.Events);
        Assert.Null(_rig.Run(_rig.Sessions.TakeAsync(ann.ResumeToken, Some.Ann, Role.Member, default)));
    }

    [Fact]
    public void Join_OvertakenByTheEndOfTheConnection_LeavesNothingBehind()
    {
        (ClientSession ann, _) = Connect("ann");
        _rig.Log.HoldsAppends = true;
        Task<JoinOutcome> joining = ann.JoinAsync(Some.Room, null, null, echo: true).AsTask();
        _rig.Turns.Run();
        _rig.Run(ann.CloseAsync(keepForResume: false).AsTask());

        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive();
        _rig.Run(joining).StartDelivery();
        _rig.Pass(TimeSpan.FromMinutes(3));

        Assert.Equal((0, 0, 0), (_node.Feeds.Count, _node.Presence.Count, _node.ActiveRooms));
    }

    /// <summary>What is held for a connection that is behind would have held that back for ever.</summary>
    [Fact]
    public void Banned_InARoomThatLeavesOldMessagesOut_HearsOfIt_ThoughBehind()
    {
        (ClientSession ann, _) = Connect("ann");
        (ClientSession bob, RecordingSink sink) = Connect("bob");
        Join(ann);
        _rig.Run(_node.Router.AskAsync(Some.Room, new UpdateRoom
        {
            By = Some.Ann, Request = Some.NewRequest(), Patch = new RoomPatch { Delivery = Delivery.LatestByKey },
        }));
        Join(bob);
        sink.FallBehind();
        Publish(ann, "1");
        Publish(ann, "2");
        Assert.Empty(sink.Texts());

        _rig.Run(_node.Router.AskAsync(Some.Room, Some.Moderate(Some.Ann, ModerationKind.Ban, "bob")));
        _rig.Turns.Run();

        Assert.Contains("2", sink.Texts());
        Assert.True(Assert.IsType<MemberModerated>(sink.Events[^1].Event).Removes(bob.User));
        Assert.Equal(0, bob.RoomCount);
    }

    private (ClientSession Session, RecordingSink Sink) Connect(string user, bool mayCreate = true)
    {
        var sink = new RecordingSink();
        var request = new SessionRequest(new UserId(user), Role.Member, mayCreate, ResumeToken: null);
        return (_rig.Run(_node.Sessions.OpenAsync(request, sink, default)), sink);
    }

    private void Join(ClientSession session, long? since = null, bool echo = true)
    {
        JoinOutcome join = _rig.Run(session.JoinAsync(Some.Room, null, since is { } seq ? new RoomPosition(seq, null) : null, echo));
        Assert.IsType<RoomReply.Joined>(join.Reply);
        join.StartDelivery();
        _rig.Turns.Run();
    }

    private RoomReply Publish(ClientSession session, string text, string? request = null)
    {
        RoomReply reply = _rig.Run(session.PublishAsync(
            Some.Room, request is null ? null : new RequestId(request), new MessageBody(Some.Json(text))));
        Assert.IsType<RoomReply.Published>(reply);
        return reply;
    }

    private IEnumerable<string> Roster(ClientSession session) =>
        Assert.IsType<RoomReply.RosterRead>(_rig.Run(session.ReadRosterAsync(Some.Room))).Roster.Users
            .Select(one => $"{one.User} {one.Status.Availability}").Order();

    /// <summary>Ann's room with Bob in it: seqs 1 to 12, of which 5 to 12 are kept.</summary>
    private Epoch MakeTrimmedRoom()
    {
        RoomReply Ask(RoomCommand command) => _rig.Run(_node.Router.AskAsync(Some.Room, command));
        var joined = Assert.IsType<RoomReply.Joined>(Ask(Some.Join(Some.Ann)));
        Ask(Some.Join(Some.Bob));
        for (int i = 0; i < 9; i++)
            Ask(Some.Publish(Some.Ann));

        // Behind the mailbox's back, so that it has to be read anew to know.
        _rig.Pass(TimeSpan.FromMinutes(2));
        var shard = _node.Shards.Current.ShardOf(Some.Room);
        var writer = new Streaming.Actors.Logs.RoomWriter(Some.Room, shard, _node.Shards.Current.OwnerOf(shard)!.Value.Term);
        var state = Some.Messages(1, 12).Aggregate(
            RoomState.Absent(Some.Room, joined.Epoch), (room, e) => room.Apply(e)) with
        {
            Owner = Some.Ann,
            Members = RoomState.Absent(Some.Room, joined.Epoch).Members
                .Add(Some.Ann, new Member(Role.Owner, Some.Noon)).Add(Some.Bob, new Member(Role.Member, Some.Noon)),
        };
        _rig.Run(_rig.Log.SaveSnapshotAsync(writer, new Streaming.Actors.Logs.RoomSnapshot(state, []), default).AsTask());
        _rig.Run(_rig.Log.TrimAsync(writer, 5, default).AsTask());
        return joined.Epoch;
    }
}

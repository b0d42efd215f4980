using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>Presence in a room, as somebody there sees it, while nodes come, go and lose their messages.</summary>
public sealed class PresenceClusterTests : IDisposable
{
    /// <summary>Lease, grace, and half a second for looks, ticks and turns.</summary>
    private static readonly TimeSpan GhostBound = TimeSpan.FromSeconds(1.5 + 5 + 0.5);

    private readonly PresenceCluster _cluster = new();

    /// <summary>The node that a user's node is at the same time: nothing else, the owner of the user's presence, of the room, of both.</summary>
    public static TheoryData<bool, bool> Roles => new() { { false, false }, { true, false }, { false, true }, { true, true } };

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TabsOnTwoNodes_ComeOnce_AndGoOnce(bool losesMessages)
    {
        RoomId room = _cluster.RoomOn(_cluster.Nodes[2]);
        UserId ann = _cluster.UserOn(_cluster.Nodes[1]);
        (_, RecordingSink bob) = _cluster.Come(_cluster.Nodes[2], Some.Bob, room);
        if (losesMessages)
        {
            int sent = 0;
            _cluster.Rig.Loses = message => message is PresenceReported or PresenceHeard && sent++ % 3 != 2;
        }

        (ClientSession one, _) = _cluster.Come(_cluster.Nodes[0], ann, room);
        (ClientSession two, _) = _cluster.Come(_cluster.Nodes[1], ann, room);
        Pass(10);
        Assert.Equal(["online"], PresenceCluster.Seen(bob, ann));

        _cluster.BreakOff(one);
        Pass(10);
        Assert.Equal(["online"], PresenceCluster.Seen(bob, ann));

        _cluster.Leave(two, room);
        Pass(losesMessages ? 10 : 0.1);
        Assert.Equal(["online", "offline"], PresenceCluster.Seen(bob, ann));
    }

    /// <summary>It owns nothing yet, and has missed nothing.</summary>
    [Fact]
    public void NodeThatEnters_HasNobodyReportedAgain()
    {
        using var rig = new ClusterRig();
        int reports = 0;
        rig.Loses = message =>
        {
            reports += message is PresenceReported ? 1 : 0;
            return false;
        };
        StreamingNode[] nodes = [rig.AddNode("n1"), rig.AddNode("n2")]; // the first has all shards
        for (int i = 0; i < 20; i++)
        {
            var request = new SessionRequest(new UserId($"u{i}"), Role.Member, MayCreateRooms: true, ResumeToken: null);
            ClientSession session = rig.Run(nodes[1].Sessions.OpenAsync(request, new RecordingSink(), CancellationToken.None));
            rig.Run(session.JoinAsync(Some.Room, null, null, echo: true)).StartDelivery();
        }

        rig.Pass(TimeSpan.FromSeconds(6));
        reports = 0;
        rig.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(0, reports); // the next renewal is not due

        rig.AddNode("n3");
        rig.LookAgain();
        rig.Pass(TimeSpan.FromSeconds(0.5));

        Assert.Equal(0, reports);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void NodeDies_ItsUsersGo_Once_WithinLeaseAndGrace(bool hasPresence, bool hasRoom)
    {
        Scene scene = Begin(hasPresence, hasRoom);
        _cluster.Rig.Kill(scene.Victim);
        if (!hasRoom)
        {
            Pass(5);
            Assert.Equal(["online"], PresenceCluster.Seen(scene.Bob, scene.Ann));
            Pass(GhostBound.TotalSeconds - 5);
        }
        else
        {
            Pass(GhostBound.TotalSeconds);
        }

        Assert.Equal(["online", "offline"], PresenceCluster.Seen(scene.Bob, scene.Ann));
        Pass(30);
        Assert.Equal(["online", "offline"], PresenceCluster.Seen(scene.Bob, scene.Ann));
        Assert.Equal([Some.Bob], _cluster.Roster(scene.BobSession, scene.Room));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void NodeDies_AndItsUserIsBackElsewhereInTime_NothingIsSeen(bool hasPresence, bool hasRoom)
    {
        Scene scene = Begin(hasPresence, hasRoom);
        _cluster.Rig.Kill(scene.Victim);
        Pass(2.5);
        _cluster.Come(_cluster.OtherThan(scene.Victim, scene.Bystander), scene.Ann, scene.Room);
        Pass(30);

        Assert.Equal(["online"], PresenceCluster.Seen(scene.Bob, scene.Ann));
        Assert.Contains(scene.Ann, _cluster.Roster(scene.BobSession, scene.Room));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void OwnerDies_WhoStays_IsNotSeenToComeOrGo_AndWhoLeavesMeanwhile_DoesNotStay(bool hasPresence, bool hasRoom)
    {
        StreamingNode victim = _cluster.Nodes[1];
        RoomId room = _cluster.RoomOn(hasRoom ? victim : _cluster.Nodes[0]);
        UserId ann = _cluster.UserOn(hasPresence ? victim : _cluster.Nodes[2]);
        (ClientSession bobs, RecordingSink bob) = _cluster.Come(_cluster.Nodes[0], Some.Bob, room);
        _cluster.Come(_cluster.Nodes[2], ann, room);
        (ClientSession leaving, _) = _cluster.Come(_cluster.Nodes[2], Some.Cy, room);
        Pass(1);

        _cluster.Rig.Kill(victim);
        Pass(0.5);
        Task left = leaving.LeaveAsync(room, null, giveUpMembership: false).AsTask();
        Pass(GhostBound.TotalSeconds);

        Assert.True(left.IsCompletedSuccessfully);
        Assert.Equal(["online"], PresenceCluster.Seen(bob, ann));
        Assert.Equal(["online", "offline"], PresenceCluster.Seen(bob, Some.Cy));
        Assert.Equal([Some.Bob, ann], _cluster.Roster(bobs, room).OrderBy(one => one.Value));
    }

    [Fact]
    public void Drain_IsNotSeen()
    {
        Scene scene = Begin(hasPresence: true, hasRoom: true, isOnAnotherNode: true);
        Task drained = scene.Victim.DrainAsync(CancellationToken.None);
        Pass(10);
        Assert.True(drained.IsCompletedSuccessfully);
        _cluster.Rig.Run(scene.Victim.LeaveAsync());
        Pass(30);

        Assert.Equal(["online"], PresenceCluster.Seen(scene.Bob, scene.Ann));
        Assert.Equal(["online"], PresenceCluster.Seen(scene.Bob, Some.Bob));
    }

    [Fact]
    public void ChangeThatIsLostOnItsWayToListeners_IsMadeUpForByTheWhole()
    {
        RoomId room = _cluster.RoomOn(_cluster.Nodes[2]);
        (_, RecordingSink bob) = _cluster.Come(_cluster.Nodes[0], Some.Bob, room);
        (ClientSession ann, _) = _cluster.Come(_cluster.Nodes[1], Some.Ann, room);
        Pass(10);
        _cluster.Rig.Loses = static message => message is EphemeralRaised { Event: PresenceChanged };

        _cluster.Leave(ann, room);
        Pass(2);

        Assert.Equal(["online", "offline"], PresenceCluster.Seen(bob, Some.Ann));
        int replaced = bob.Signals.OfType<PresenceReplaced>().Count();
        Pass(30);
        Assert.Equal(replaced, bob.Signals.OfType<PresenceReplaced>().Count());
    }

    [Fact]
    public void WholeThatIsLostAfterATakeOver_IsToldAgain()
    {
        StreamingNode victim = _cluster.Nodes[1];
        RoomId room = _cluster.RoomOn(victim);
        UserId ann = _cluster.UserOn(_cluster.Nodes[2]);
        (_, RecordingSink bob) = _cluster.Come(_cluster.Nodes[0], Some.Bob, room);
        (ClientSession anns, _) = _cluster.Come(_cluster.Nodes[2], ann, room);
        Pass(1);
        int lost = 0;
        _cluster.Rig.Loses = message => message is EphemeralRaised { Event: PresenceReplaced } && lost++ < 2;

        _cluster.Rig.Kill(victim);
        Pass(0.5);
        Task left = anns.LeaveAsync(room, null, giveUpMembership: false).AsTask();
        Pass(GhostBound.TotalSeconds);

        Assert.True(left.IsCompletedSuccessfully);
        Assert.True(lost > 0);
        Assert.Equal(["online", "offline"], PresenceCluster.Seen(bob, ann));
    }

    [Fact]
    public void Node_SaysWithItsListening_WhatItKnowsOfWhoIsHere()
    {
        RoomId room = _cluster.RoomOn(_cluster.Nodes[2]);
        List<long> heard = [];
        _cluster.Rig.Loses = message =>
        {
            if (message is StartListening start && start.Room == room)
                heard.Add(start.RosterHeard);
            return false;
        };
        (_, RecordingSink bob) = _cluster.Come(_cluster.Nodes[0], Some.Bob, room);
        _cluster.Come(_cluster.Nodes[0], Some.Ann, room);
        Pass(15);

        long told = bob.Signals.Max(static signal => (signal as PresenceChanged)?.Version ?? 0);
        Assert.True(told > 0);
        Assert.Equal((0, told), (heard[0], heard[^1]));
    }

    [Fact]
    public void NodeThatWasHeldToBeGone_AndNeverKnew_GoesOnHearing()
    {
        RoomId room = _cluster.RoomOn(_cluster.Nodes[2]);
        (_, RecordingSink bob) = _cluster.Come(_cluster.Nodes[0], Some.Bob, room);
        (ClientSession anns, _) = _cluster.Come(_cluster.Nodes[2], Some.Ann, room);
        Pass(1);

        _cluster.Rig.Directory.Forget(_cluster.Nodes[0].Self);
        _cluster.Nodes[2].Shards.LookAgain();
        _cluster.Rig.Turns.Run();
        Assert.False(_cluster.Nodes[2].Shards.Current.HasMember(_cluster.Nodes[0].Self));
        Pass(1);
        Assert.True(_cluster.Nodes[2].Shards.Current.HasMember(_cluster.Nodes[0].Self));
        _cluster.Leave(anns, room);
        Pass(2);

        Assert.Equal(["online", "offline"], PresenceCluster.Seen(bob, Some.Ann));
    }

    [Fact]
    public void NodeOutOfReach_LosesItsUsers_AndHasThemAgainWhenItIsBack()
    {
        Scene scene = Begin(hasPresence: false, hasRoom: false);
        _cluster.Rig.Directory.CutOff.Add(scene.Victim.Self);
        Pass(15);
        Assert.Equal(["online", "offline"], PresenceCluster.Seen(scene.Bob, scene.Ann));

        _cluster.Rig.Directory.CutOff.Remove(scene.Victim.Self);
        Pass(5);
        Assert.Equal(["online", "offline", "online"], PresenceCluster.Seen(scene.Bob, scene.Ann));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Report_ForAnotherTerm_IsIgnored(int offset)
    {
        StreamingNode owner = _cluster.Nodes[1];
        StreamingNode from = _cluster.Nodes[0];
        UserId ann = _cluster.UserOn(owner);
        long term = owner.Shards.Current.Served[owner.Shards.Current.ShardOf(ann).Value];
        var report = new PresenceReported(
            ann, from.Shards.Incarnation, Version: 1, [_cluster.RoomOn(owner)], Broken: [], Status: null, StatusStamp: 0, term + offset);

        _cluster.Rig.Say(from, owner, report);
        _cluster.Rig.Turns.Run();
        Assert.Null(owner.Presence.Find(ann));

        _cluster.Rig.Say(from, owner, report with { Term = term });
        _cluster.Rig.Turns.Run();
        Assert.NotNull(owner.Presence.Find(ann));
    }

    [Fact]
    public void Everybody_Gone_IsForgotten()
    {
        RoomId room = _cluster.RoomOn(_cluster.Nodes[0]);
        ClientSession[] sessions = [.. Enumerable.Range(0, 30).Select(i => _cluster.Come(_cluster.Nodes[i % 3], new UserId($"u{i / 2}"), room).Session)];
        Pass(2);
        Assert.Equal(15, _cluster.Nodes.Sum(node => node.Presence.Count));

        for (int i = 0; i < sessions.Length; i++)
        {
            if (i % 2 == 0)
                _cluster.BreakOff(sessions[i]);
            else
                _cluster.Leave(sessions[i], room);
        }

        Pass(60);
        Assert.All(_cluster.Nodes, node => Assert.Equal((0, 0, 0), (node.Presence.Count, node.Presence.Remembered, node.Attendance.Count)));
    }

    /// <summary>Ann is connected to the node that is to fail, Bob watches from another.</summary>
    private Scene Begin(bool hasPresence, bool hasRoom, bool isOnAnotherNode = false)
    {
        StreamingNode victim = _cluster.Nodes[1];
        StreamingNode bystander = _cluster.Nodes[0];
        RoomId room = _cluster.RoomOn(hasRoom ? victim : bystander);
        UserId ann = _cluster.UserOn(hasPresence ? victim : _cluster.Nodes[2]);
        (ClientSession bobs, RecordingSink bob) = _cluster.Come(bystander, Some.Bob, room);
        _cluster.Come(isOnAnotherNode ? _cluster.Nodes[2] : victim, ann, room);
        Pass(1.5); // one who comes just after another is told of a second later
        Assert.Equal(["online"], PresenceCluster.Seen(bob, ann));
        return new Scene(victim, bystander, room, ann, bobs, bob);
    }

    private void Pass(double seconds) => _cluster.Rig.Pass(TimeSpan.FromSeconds(seconds));

    private sealed record Scene(
        StreamingNode Victim, StreamingNode Bystander, RoomId Room, UserId Ann, ClientSession BobSession, RecordingSink Bob);
}

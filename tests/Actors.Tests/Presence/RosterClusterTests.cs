using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>How many words listeners on three nodes are told of many people, and what these come to.</summary>
public sealed class RosterClusterTests : IDisposable
{
    private const int MaxNamed = 10;

    private readonly PresenceCluster _cluster = new(new NodeOptions
    {
        Mailboxes = new MailboxOptions { MessagesPerSecond = 0, MaxRosterSize = MaxNamed },
    });

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void ChangeOfAUser_ReachesEachOfTheirRoomsOnce_HoweverManyTabs()
    {
        RoomId[] rooms = [.. _cluster.Nodes.Select(_cluster.RoomOn)];
        UserId ann = _cluster.UserOn(_cluster.Nodes[1]);
        RecordingSink[] listeners = [.. rooms.Select((room, i) => _cluster.Come(_cluster.Nodes[(i + 1) % 3], new UserId($"listener-{i}"), room).Sink)];
        ClientSession[] tabs = [.. _cluster.Nodes.Select((node, i) => _cluster.Come(node, ann, rooms[i]).Session)];
        foreach (ClientSession tab in tabs)
            _cluster.Rig.Run(tab.JoinAsync(rooms[0], null, null, echo: true)).StartDelivery();
        Pass(3);
        foreach (RecordingSink listener in listeners)
            listener.Signals.Clear();

        tabs[2].SetStatus(new UserStatus(Availability.Busy));
        Pass(3);

        Assert.All(listeners, listener =>
        {
            RosterEntry change = Assert.Single(Assert.IsType<PresenceChanged>(Assert.Single(listener.Signals)).Changes);
            Assert.Equal((ann, Availability.Busy), (change.User, change.Status.Availability));
        });
    }

    [Fact]
    public void ManyWhoComeAtOnce_AreToldInOneWord_ToEachListener()
    {
        RoomId room = _cluster.RoomOn(_cluster.Nodes[0]);
        (ClientSession Session, RecordingSink Sink)[] listeners = [.. _cluster.Nodes.Select((node, i) => _cluster.Come(node, new UserId($"listener-{i}"), room))];
        Pass(3);
        foreach ((_, RecordingSink sink) in listeners)
            sink.Signals.Clear();

        Crowd(room, 0, MaxNamed - 3);
        Pass(3);

        Assert.All(listeners, one =>
        {
            PresenceChanged[] heard = [.. one.Sink.Signals.Cast<PresenceChanged>()];
            Assert.InRange(heard.Length, 1, 2); // the first at once, the others together
            Assert.Equal(MaxNamed - 3, heard.Sum(static diff => diff.Changes.Length));
            Assert.Equal(MaxNamed, _cluster.Roster(one.Session, room).Length);
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AboveTheSize_AllListenersHearHowMany_AndWhoAgainBelow(bool losesMessages)
    {
        RoomId room = _cluster.RoomOn(_cluster.Nodes[0]);
        View[] views = [.. _cluster.Nodes.Select((node, i) => new View(_cluster.Come(node, new UserId($"listener-{i}"), room)))];
        int sent = 0;
        if (losesMessages)
            _cluster.Rig.Loses = message => message is EphemeralRaised && sent++ % 4 == 0;

        ClientSession[] crowd = Crowd(room, 0, 30);
        Pass(5);
        Assert.All(views, view => Assert.Equal((33, 0), view.Now));
        Assert.All(views, view => Assert.Equal((33, 0), Asked(view, room)));

        foreach (ClientSession one in crowd[..20])
            _cluster.Leave(one, room);
        Pass(5);
        Assert.All(views, view => Assert.Equal((13, 0), view.Now));

        foreach (ClientSession one in crowd[20..])
            _cluster.Leave(one, room);
        Pass(5);
        Assert.All(views, view => Assert.Equal((3, 3), view.Now));
        Assert.All(views, view => Assert.Equal((3, 3), Asked(view, room)));
        Assert.Equal(losesMessages, sent > 0);
    }

    [Fact]
    public void OwnerOfACountedRoomDies_TheNextOneCounts()
    {
        StreamingNode victim = _cluster.Nodes[1];
        RoomId room = _cluster.RoomOn(victim);
        var view = new View(_cluster.Come(_cluster.Nodes[0], Some.Bob, room));
        for (int i = 0; i < 20; i++)
            _cluster.Come(_cluster.Nodes[i % 2 * 2], new UserId($"crowd-{i}"), room);
        Pass(3);
        Assert.Equal((21, 0), view.Now);

        _cluster.Rig.Kill(victim);
        Pass(10);
        Assert.Equal((21, 0), view.Now);
        Assert.Equal((21, 0), Asked(view, room));

        _cluster.Come(_cluster.Nodes[2], Some.Ann, room);
        Pass(2);
        Assert.Equal((22, 0), view.Now);
    }

    private ClientSession[] Crowd(RoomId room, int first, int count) =>
        [.. Enumerable.Range(first, count).Select(i => _cluster.Come(_cluster.Nodes[i % 3], new UserId($"crowd-{i}"), room).Session)];

    private (int Count, int Named) Asked(View view, RoomId room)
    {
        RosterSnapshot told = Assert.IsType<RoomReply.RosterRead>(_cluster.Rig.Run(view.Session.ReadRosterAsync(room))).Roster;
        return (told.Count, told.Users.Length);
    }

    private void Pass(double seconds) => _cluster.Rig.Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>What a client makes of what it hears from its first moment on.</summary>
    private sealed class View((ClientSession Session, RecordingSink Sink) its)
    {
        public ClientSession Session => its.Session;

        /// <summary>How many are here, and how many of them have names.</summary>
        public (int Count, int Named) Now
        {
            get
            {
                HashSet<UserId> users = [];
                int? counted = null;
                foreach (EphemeralEvent told in its.Sink.Signals)
                {
                    switch (told)
                    {
                        case PresenceCounted one:
                            counted = one.Count;
                            users.Clear();
                            break;
                        case PresenceReplaced replaced:
                            counted = replaced.Roster.IsCounted ? replaced.Roster.Count : null;
                            users = [.. replaced.Roster.Users.Select(static entry => entry.User)];
                            break;
                        case PresenceChanged diff:
                            foreach (RosterEntry entry in diff.Changes)
                            {
                                if (entry.Status.Availability == Availability.Offline)
                                    users.Remove(entry.User);
                                else
                                    users.Add(entry.User);
                            }

                            break;
                    }
                }

                return (counted ?? users.Count, users.Count);
            }
        }
    }
}

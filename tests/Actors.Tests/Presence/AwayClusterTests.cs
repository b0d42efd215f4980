using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>A user on one node, the owner of their presence on another, of the room on a third; five minutes of silence are away.</summary>
public sealed class AwayClusterTests : IDisposable
{
    private readonly PresenceCluster _cluster = new();
    private readonly RoomId _room;
    private readonly UserId _ann;
    private readonly RecordingSink _bob;
    private readonly ClientSession _session;

    public AwayClusterTests()
    {
        _room = _cluster.RoomOn(_cluster.Nodes[2]);
        _ann = _cluster.UserOn(_cluster.Nodes[1]);
        (_, _bob) = _cluster.Come(_cluster.Nodes[2], Some.Bob, _room);
        (_session, _) = _cluster.Come(_cluster.Nodes[0], _ann, _room);
        _session.Appear();
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Silence_IsAway_AndAnythingAskedForIsBack()
    {
        Pass(minutes: 4);
        Assert.Equal(Availability.Online, Shown().Availability);

        Pass(minutes: 2);
        Assert.Equal(Availability.Away, Shown().Availability);

        _cluster.Rig.Run(_session.SetTypingAsync(_room, isTyping: true));
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(Availability.Online, Shown().Availability);
    }

    [Fact]
    public void Activity_NowAndThen_IsNeverAway()
    {
        for (int i = 0; i < 5; i++)
        {
            Pass(minutes: 4);
            _cluster.Rig.Run(_session.SetTypingAsync(_room, isTyping: true));
        }

        Assert.DoesNotContain(Availability.Away, History());
    }

    [Fact]
    public void OwnerOfThePresenceGone_IsStillAway_AndBackWhenActive()
    {
        Pass(minutes: 6);
        _cluster.Rig.Kill(_cluster.Nodes[1]);
        _cluster.Rig.Pass(TimeSpan.FromSeconds(20));
        Assert.Equal(Availability.Away, Shown().Availability);

        _cluster.Rig.Run(_session.SetTypingAsync(_room, isTyping: true));
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(Availability.Online, Shown().Availability);
    }

    [Fact]
    public void ComingBackByItself_LeavesThemAway_AndBusyWhoChoseIt()
    {
        Pass(minutes: 6);
        ClientSession resumed = Resume(_session, _cluster.Nodes[1]);
        Assert.Equal(Availability.Away, Shown().Availability);

        resumed.SetStatus(new UserStatus(Availability.Busy, Activity: "drawing"));
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(Availability.Busy, Shown().Availability);

        // So long that the user was gone in between, for everybody.
        Resume(resumed, _cluster.Nodes[0], gone: TimeSpan.FromSeconds(30));
        Assert.Equal((Availability.Busy, "drawing"), (Shown().Availability, Shown().Activity));
    }

    private void Pass(int minutes)
    {
        for (int i = 0; i < minutes; i++)
            _cluster.Rig.Pass(TimeSpan.FromMinutes(1));
    }

    private ClientSession Resume(ClientSession session, StreamingNode node, TimeSpan gone = default)
    {
        _cluster.BreakOff(session);
        if (gone > TimeSpan.Zero)
            _cluster.Rig.Pass(gone);
        ClientSession resumed = _cluster.Rig.Run(node.Sessions.OpenAsync(
            new SessionRequest(_ann, Role.Member, MayCreateRooms: true, session.ResumeToken), new RecordingSink(), CancellationToken.None));
        Assert.True(resumed.Resumed);
        resumed.Appear();
        foreach (ResumedRoom room in _cluster.Rig.Run(resumed.ResumeAsync(new Dictionary<RoomId, RoomPosition>())))
            room.Outcome.StartDelivery();
        _cluster.Rig.Pass(TimeSpan.FromSeconds(2));
        return resumed;
    }

    /// <summary>What Bob was told of Ann last.</summary>
    private UserStatus Shown() => Told()[^1];

    private IEnumerable<Availability> History() => Told().Select(static status => status.Availability);

    private List<UserStatus> Told() =>
    [
        .. _bob.Signals.SelectMany(signal => signal switch
        {
            PresenceReplaced replaced => replaced.Roster.Users,
            PresenceChanged changed => changed.Changes,
            _ => [],
        }).Where(entry => entry.User == _ann).Select(static entry => entry.Status),
    ];
}

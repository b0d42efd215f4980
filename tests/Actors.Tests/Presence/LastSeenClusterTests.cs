using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>Who asks when a user was seen last, the user, and the owner of the user's presence are on three nodes; the grace is 5 s.</summary>
public sealed class LastSeenClusterTests : IDisposable
{
    private readonly PresenceCluster _cluster = new();
    private readonly UserId _ann;
    private readonly RoomId _room;
    private readonly ClientSession _session;

    public LastSeenClusterTests()
    {
        _ann = _cluster.UserOn(_cluster.Nodes[1]);
        _room = _cluster.RoomOn(_cluster.Nodes[2]);
        (_session, _) = _cluster.Come(_cluster.Nodes[2], _ann, _room);
        Pass(1);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void User_WhoIsSeen_OrNeverWas_HasNone()
    {
        Assert.Null(Read(_ann).LastSeen);
        Assert.Null(Read(new UserId("nobody")).LastSeen);
    }

    [Fact]
    public void User_WhoIsGone_WasSeenUntilTheGraceWasOver_AndNotWhileTheyAreBack()
    {
        _cluster.BreakOff(_session);
        DateTimeOffset broken = _cluster.Rig.Clock.GetUtcNow();
        Pass(60);
        AssertSeen(broken.AddSeconds(5));

        (ClientSession back, _) = _cluster.Come(_cluster.Nodes[0], _ann, _room);
        Pass(1);
        Assert.Equal(new ShownUser(_ann, UserStatus.Online), Read(_ann));

        _cluster.BreakOff(back);
        broken = _cluster.Rig.Clock.GetUtcNow();
        Pass(60);
        AssertSeen(broken.AddSeconds(5));
    }

    [Fact]
    public void User_WhoGoesOnUnseen_WasSeenUntilThen_WhateverTheirConnectionsDo()
    {
        _session.SetStatus(UserStatus.Offline);
        DateTimeOffset hidden = _cluster.Rig.Clock.GetUtcNow();
        Pass(60);
        AssertSeen(hidden);

        _cluster.BreakOff(_session);
        Pass(60);
        AssertSeen(hidden);
    }

    [Fact]
    public void User_WhoLeavesWhileTheOwnerIsDead_WasSeenUntilTheNextOneSawThemGo()
    {
        _cluster.Rig.Kill(_cluster.Nodes[1]);
        _cluster.BreakOff(_session);
        DateTimeOffset broken = _cluster.Rig.Clock.GetUtcNow();
        Pass(60);

        AssertSeen(broken.AddSeconds(5));
    }

    private void Pass(int seconds) => _cluster.Rig.Pass(TimeSpan.FromSeconds(seconds));

    /// <summary>To a few ticks of the wheel, since an owner counts from when it hears.</summary>
    private void AssertSeen(DateTimeOffset at)
    {
        ShownUser ann = Read(_ann);
        Assert.Equal(UserStatus.Offline, ann.Status);
        Assert.InRange(ann.LastSeen!.Value, at, at.AddMilliseconds(500));
    }

    private ShownUser Read(UserId user) => _cluster.Rig.Run(_cluster.Nodes[0].PresenceOf.ReadAsync([user], CancellationToken.None))!.Value[0];
}

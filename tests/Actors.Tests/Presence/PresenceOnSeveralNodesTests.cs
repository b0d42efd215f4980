using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>What a user's presence makes of the reports of several nodes, in whatever way they come.</summary>
public sealed class PresenceOnSeveralNodesTests
{
    private static readonly RoomId A = new("a");
    private static readonly RoomId B = new("b");
    private static readonly UserStatus Busy = new(Availability.Busy);
    private static readonly NodeId One = ReportedUser.One;
    private static readonly NodeId Two = ReportedUser.Two;
    private static readonly DateTimeOffset Noon = Some.Noon;
    private static readonly DateTimeOffset GraceOver = Noon.AddSeconds(5);

    private readonly ReportedUser _ann = new(grace: TimeSpan.FromSeconds(5));

    [Fact]
    public void TabsOnTwoNodes_AreOneUser()
    {
        Assert.Equal([new Announcement(A, UserStatus.Online)], _ann.Enter(A, One));
        Assert.Empty(_ann.Enter(A, Two));
        Assert.Empty(_ann.Exit(A, One));
        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.Exit(A, Two));
    }

    [Fact]
    public void BreakOff_OnOneNode_AndBackOnAnother_WasNeverAway()
    {
        _ann.Enter(A, One);
        Assert.Empty(_ann.BreakOff([A], Noon, One));
        Assert.Empty(_ann.Enter(A, Two));
        Assert.Null(_ann.NextExpiry());
    }

    [Fact]
    public void Leaving_OnPurpose_EndsTheStay_ThoughATabElsewhereBrokeOff()
    {
        _ann.Enter(A, One);
        _ann.Enter(A, Two);
        _ann.BreakOff([A], Noon, One);

        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.Exit(A, Two));

        // The first node still says that it broke off there: that was before.
        Assert.Empty(_ann.Actor.Take(One, _ann.Report(One, version: 100), Noon.AddSeconds(1)));
        Assert.True(_ann.IsGone);
    }

    [Fact]
    public void Node_Gone_IsABreakOff()
    {
        _ann.Enter(A, One);
        _ann.Enter(B, One);
        _ann.Enter(B, Two);

        Assert.NotNull(_ann.Actor.LoseGone((node, _) => node == Two, Noon));
        Assert.Null(_ann.Actor.LoseGone((node, _) => node == Two, Noon.AddSeconds(1)));
        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.Expire(GraceOver));
        Assert.Null(_ann.NextExpiry());
    }

    [Fact]
    public void Node_Back_IsBelievedAgain_WithTheSameReport()
    {
        _ann.Enter(A, One);
        PresenceReported report = _ann.Report(One, version: 1);
        _ann.Actor.Lose(One, Noon);

        Assert.Empty(_ann.Actor.Take(One, report, Noon.AddSeconds(1)));
        Assert.Null(_ann.NextExpiry());
    }

    [Fact]
    public void Node_InAnotherLife_HasNoneOfTheConnectionsOfThatBefore()
    {
        _ann.Enter(A, One);
        _ann.Enter(B, One);
        var other = new PresenceReported(Some.Ann, "other", Version: 1, [A], [], Status: null, 0);

        Assert.Empty(_ann.Actor.Take(One, other, Noon));
        Assert.Equal([B], _ann.Expire(GraceOver).Select(one => one.Room));
        Assert.False(_ann.IsGone);
    }

    [Fact]
    public void Report_Doubled_OrOvertaken_ChangesNothing()
    {
        _ann.Enter(A, One);
        PresenceReported old = _ann.Report(One, version: 1);
        _ann.Exit(A, One);

        Assert.Empty(_ann.Actor.Take(One, old, Noon));
        Assert.True(_ann.IsGone);
    }

    [Fact]
    public void Owner_New_HasEverythingFromTheReports()
    {
        _ann.Enter(A, One);
        _ann.SetStatus(Busy, One);
        _ann.Enter(B, Two);
        _ann.BreakOff([B], Noon, Two);
        _ann.BeginAnew();

        DateTimeOffset later = Noon.AddSeconds(2);
        Assert.Equal([new Announcement(A, Busy)], _ann.Actor.Take(One, _ann.Report(One, 10, later), later));
        Assert.Equal([new Announcement(B, Busy)], _ann.Actor.Take(Two, _ann.Report(Two, 11, later), later));
        Assert.Equal(GraceOver, _ann.NextExpiry());
        Assert.Equal([new Announcement(B, UserStatus.Offline)], _ann.Expire(GraceOver));
    }

    [Fact]
    public void Status_SetLast_Counts_WhicheverNodeItWasSetOn()
    {
        _ann.Enter(A, One);
        _ann.SetStatus(Busy, One);
        _ann.Enter(A, Two);

        Assert.Equal([new Announcement(A, UserStatus.Online)], _ann.SetStatus(UserStatus.Online, Two));
        Assert.Empty(_ann.Actor.Take(One, _ann.Report(One, version: 100), Noon)); // knows of Busy only
        Assert.Equal(UserStatus.Online, _ann.Actor.Status);
    }

    [Fact]
    public void Status_ThatATabRemembers_IsNotOneThatWasSet()
    {
        _ann.Enter(A, One);

        Assert.Empty(_ann.Enter(A, Two, chosen: Busy));
        Assert.Equal([new Announcement(B, UserStatus.Online)], _ann.Enter(B, Two));
    }
}

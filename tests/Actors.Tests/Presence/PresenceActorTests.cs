using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

public sealed class PresenceActorTests
{
    private static readonly RoomId A = new("a");
    private static readonly RoomId B = new("b");
    private static readonly UserStatus Busy = new(Availability.Busy);
    private static readonly DateTimeOffset Noon = Some.Noon;
    private static readonly DateTimeOffset GraceOver = Noon.AddSeconds(5);

    private readonly ReportedUser _ann = new(grace: TimeSpan.FromSeconds(5));

    [Fact]
    public void Enter_FirstTab_IsAnnounced_AndFurtherOnesAreNot()
    {
        Assert.Equal([new Announcement(A, UserStatus.Online)], _ann.Enter(A));
        Assert.Empty(_ann.Enter(A));
        Assert.Equal([new Announcement(B, UserStatus.Online)], _ann.Enter(B));
    }

    [Fact]
    public void Exit_LastTab_IsAnnouncedAtOnce()
    {
        _ann.Enter(A);
        _ann.Enter(A);

        Assert.Empty(_ann.Exit(A));
        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.Exit(A));
        Assert.True(_ann.IsGone);
        Assert.Empty(_ann.Exit(A));
    }

    [Fact]
    public void BreakOff_LastTab_IsAnnouncedAfterTheGrace()
    {
        _ann.Enter(A);
        _ann.BreakOff([A], Noon);

        Assert.Equal(GraceOver, _ann.NextExpiry());
        Assert.Empty(_ann.Expire(GraceOver.AddTicks(-1)));
        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.Expire(GraceOver));
        Assert.True(_ann.IsGone);
    }

    [Fact]
    public void BreakOff_OfOneTabOfTwo_ChangesNothing()
    {
        _ann.Enter(A);
        _ann.Enter(A);
        _ann.BreakOff([A], Noon);

        Assert.Null(_ann.NextExpiry());
        Assert.Empty(_ann.Expire(Noon.AddHours(1)));
        Assert.False(_ann.IsGone);
    }

    [Fact]
    public void BackWithinTheGrace_WasNeverAway()
    {
        _ann.Enter(A);
        _ann.BreakOff([A], Noon);

        Assert.Empty(_ann.Enter(A));
        Assert.Null(_ann.NextExpiry());
        Assert.Empty(_ann.Expire(Noon.AddHours(1)));
    }

    [Fact]
    public void BreakOff_OfSeveralRooms_EndsEachInItsTime()
    {
        _ann.Enter(A);
        _ann.Enter(B);
        _ann.BreakOff([A], Noon);
        _ann.BreakOff([B, new RoomId("never")], Noon.AddSeconds(2));

        Assert.Equal(GraceOver, _ann.NextExpiry());
        Assert.Equal([A], _ann.Expire(GraceOver).Select(one => one.Room));
        Assert.Equal([B], _ann.Expire(GraceOver.AddSeconds(2)).Select(one => one.Room));
    }

    [Fact]
    public void SetStatus_ReachesEveryRoom_AndLaterOnes()
    {
        _ann.Enter(A);
        _ann.Enter(B);

        Assert.Equal([new Announcement(A, Busy), new Announcement(B, Busy)], _ann.SetStatus(Busy).OrderBy(one => one.Room.Value));
        Assert.Equal([new Announcement(new RoomId("c"), Busy)], _ann.Enter(new RoomId("c")));
    }

    [Fact]
    public void Invisible_LooksGone_AndComesBackWhereTheyAre()
    {
        _ann.Enter(A);

        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.SetStatus(UserStatus.Offline));
        Assert.Empty(_ann.Enter(B));
        Assert.Empty(_ann.Exit(A));
        Assert.Equal([new Announcement(B, UserStatus.Online)], _ann.SetStatus(UserStatus.Online));
    }

    [Fact]
    public void Invisible_AndBrokenOff_GoesWithoutAWord()
    {
        _ann.Enter(A);
        _ann.SetStatus(UserStatus.Offline);
        _ann.BreakOff([A], Noon);

        Assert.Empty(_ann.Expire(GraceOver));
        Assert.True(_ann.IsGone);
    }
}

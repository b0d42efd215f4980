using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Presence;

/// <summary>What others see of a user, of all that is known: what was chosen, from which devices, and whether anything is done.</summary>
public sealed class ShownStatusTests
{
    private static readonly RoomId A = new("a");
    private static readonly RoomId B = new("b");
    private static readonly NodeId Two = ReportedUser.Two;
    private static readonly UserStatus Away = new(Availability.Away);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly ReportedUser _ann = new(grace: TimeSpan.FromSeconds(5));

    [Fact]
    public void Connected_InNoRoom_IsHere_AndNoRoomHearsOfIt()
    {
        Assert.Empty(_ann.Connect());
        Assert.False(_ann.IsGone);
        Assert.Empty(_ann.Actor.Rooms);

        Assert.Empty(_ann.Disconnect());
        Assert.False(_ann.IsGone);
        Assert.Empty(_ann.Expire(Some.Noon.AddSeconds(5)));
        Assert.True(_ann.IsGone);
    }

    [Fact]
    public void Leaving_TheLastRoom_IsNotGoing()
    {
        _ann.Connect();
        _ann.Enter(A);

        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.Exit(A));
        Assert.False(_ann.IsGone);
    }

    [Fact]
    public void Silent_IsAway_InEveryRoom_AndBackWithTheFirstThingDone()
    {
        _ann.Connect();
        _ann.Enter(A);
        _ann.Enter(B);

        Assert.Empty(_ann.FallSilent(Minute - TimeSpan.FromTicks(1)));
        Assert.Equal([new Announcement(A, Away), new Announcement(B, Away)], _ann.FallSilent(Minute));
        Assert.Empty(_ann.FallSilent(2 * Minute));
        Assert.Equal([new Announcement(A, UserStatus.Online), new Announcement(B, UserStatus.Online)], _ann.Act(3 * Minute));
        Assert.Empty(_ann.FallSilent(3.5 * Minute));
    }

    [Fact]
    public void Silent_OnOneOfTwoNodes_IsNotAway()
    {
        _ann.Connect();
        _ann.Connect(on: Two);
        _ann.Enter(A);

        Assert.Empty(_ann.FallSilent(Minute));
        Assert.Equal([new Announcement(A, Away)], _ann.FallSilent(Minute, Two));
        Assert.Equal([new Announcement(A, UserStatus.Online)], _ann.Act(2 * Minute, Two));
    }

    [Fact]
    public void SilentElsewhere_IsAway_WhenTheOneWhoDidSomethingIsGone()
    {
        _ann.Connect();
        _ann.Connect(on: Two);
        _ann.Enter(A);
        _ann.FallSilent(Minute);

        Assert.Equal([new Announcement(A, Away)], _ann.Disconnect(on: Two));
    }

    [Theory]
    [InlineData(Availability.Busy)]
    [InlineData(Availability.Away)]
    public void Chosen_Stays_WhetherSilentOrNot(Availability chosen)
    {
        _ann.Connect();
        _ann.Enter(A);
        _ann.SetStatus(new UserStatus(chosen));

        Assert.Empty(_ann.FallSilent(Minute));
        Assert.Empty(_ann.Act(2 * Minute));
        Assert.Equal(chosen, _ann.Actor.Shown.Availability);
    }

    [Fact]
    public void Silent_WhenTheOwnerIsAnotherOne_IsStillAway()
    {
        _ann.Connect();
        _ann.Enter(A);
        _ann.FallSilent(Minute);
        _ann.BeginAnew();

        Assert.Equal([new Announcement(A, Away)], _ann.Actor.Take(ReportedUser.One, _ann.Report(ReportedUser.One, version: 100), Some.Noon));
    }

    [Fact]
    public void Silent_AndLingering_StaysAway()
    {
        _ann.Connect();
        _ann.Enter(A);
        _ann.FallSilent(Minute);

        Assert.Empty(_ann.Disconnect(rooms: A));
        Assert.Equal(new Announcement(A, Away), _ann.Actor.Again(A));
    }

    [Fact]
    public void Devices_AreThoseOfAllConnections_OnAllNodes()
    {
        _ann.Connect(Devices.Web);
        Assert.Equal([Seen(A, Devices.Web)], _ann.Enter(A));
        Assert.Empty(_ann.Connect(Devices.Web));
        Assert.Equal([Seen(A, Devices.Web | Devices.Mobile)], _ann.Connect(Devices.Mobile, Two));
        Assert.Empty(_ann.Disconnect(Devices.Web));
        Assert.Equal([Seen(A, Devices.Mobile)], _ann.Disconnect(Devices.Web));
        Assert.Equal([Seen(A, Devices.Tablet)], _ann.ChangeDevice(Devices.Mobile, Devices.Tablet, Two));
    }

    [Fact]
    public void Devices_OfANodeThatIsGone_AreNotShownAnyMore()
    {
        _ann.Connect(Devices.Web);
        _ann.Enter(A);
        _ann.Connect(Devices.Mobile, Two);

        Assert.Equal([Seen(A, Devices.Web)], _ann.Actor.LoseGone((node, _) => node != Two, Some.Noon)!);
        Assert.Null(_ann.Actor.LoseGone((node, _) => node != Two, Some.Noon));
    }

    [Fact]
    public void Invisible_ShowsNothing_NorFromWhat()
    {
        _ann.Connect(Devices.Web);
        _ann.Enter(A);

        Assert.Equal([new Announcement(A, UserStatus.Offline)], _ann.SetStatus(new UserStatus(Availability.Offline, "hiding", Activity: "reading")));
        Assert.Empty(_ann.Connect(Devices.Mobile, Two));
    }

    private static Announcement Seen(RoomId room, Devices devices) => new(room, UserStatus.Online with { Devices = devices });
}

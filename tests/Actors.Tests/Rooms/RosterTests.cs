using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

public sealed class RosterTests
{
    private static readonly UserStatus Busy = new(Availability.Busy, "in a meeting");

    private readonly Roster _roster = new();

    [Fact]
    public void TakeChanges_GivesEachUsersLastStatusOnce_UnderTheNextVersion()
    {
        _roster.Set(Some.Ann, UserStatus.Online);
        _roster.Set(Some.Bob, UserStatus.Online);
        _roster.Set(Some.Ann, Busy);

        PresenceChanged first = _roster.TakeChanges()!;
        Assert.Equal(1, first.Version);
        Assert.Equal([new RosterEntry(Some.Ann, Busy), new RosterEntry(Some.Bob, UserStatus.Online)], first.Changes.OrderBy(one => one.User.Value));
        Assert.Null(_roster.TakeChanges());

        _roster.Set(Some.Bob, UserStatus.Offline);
        PresenceChanged second = _roster.TakeChanges()!;
        Assert.Equal(2, second.Version);
        Assert.Equal(new RosterEntry(Some.Bob, UserStatus.Offline), Assert.Single(second.Changes));
    }

    [Fact]
    public void Set_OfWhatIsKnown_IsNoChange()
    {
        _roster.Set(Some.Ann, Busy);
        _roster.TakeChanges();

        _roster.Set(Some.Ann, Busy);
        _roster.Set(Some.Cy, UserStatus.Offline);

        Assert.Null(_roster.TakeChanges());
    }

    [Fact]
    public void Snapshot_AndTheDiffsAfterIt_GiveWhoIsHere()
    {
        _roster.Set(Some.Ann, UserStatus.Online);
        _roster.TakeChanges();
        _roster.Set(Some.Bob, Busy);
        RosterSnapshot snapshot = _roster.Snapshot(); // Bob is in it, and comes again
        PresenceChanged diff = _roster.TakeChanges()!;

        Assert.Equal(1, snapshot.Version);
        Assert.Equal(snapshot.Version + 1, diff.Version);
        var here = snapshot.Users.Concat(diff.Changes).GroupBy(one => one.User).Select(one => one.Last());
        Assert.Equal([(Some.Ann, UserStatus.Online), (Some.Bob, Busy)], here.Select(one => (one.User, one.Status)).OrderBy(one => one.User.Value));
    }

    [Fact]
    public void IsEmpty_WhenTheLastOneIsGone()
    {
        Assert.True(_roster.IsEmpty);
        _roster.Set(Some.Ann, UserStatus.Online);
        Assert.False(_roster.IsEmpty);
        _roster.Set(Some.Ann, UserStatus.Offline);
        Assert.True(_roster.IsEmpty);
    }

    [Fact]
    public void Rebuilding_GathersWhatIsAnnounced_AndGivesTheWholeOnce()
    {
        var roster = new Roster(version: 1 << 20, rebuildsUntil: Some.Noon);
        roster.Set(Some.Ann, UserStatus.Online, term: 1);
        roster.Set(Some.Bob, Busy, term: 1);
        roster.Set(Some.Ann, UserStatus.Offline, term: 1);

        Assert.Null(roster.TakeChanges());
        Assert.Null(roster.TakeRebuilt(Some.Noon.AddTicks(-1)));
        PresenceReplaced replaced = roster.TakeRebuilt(Some.Noon)!;
        Assert.Equal((1 << 20) + 1, replaced.Roster.Version);
        Assert.Equal(new RosterEntry(Some.Bob, Busy), Assert.Single(replaced.Roster.Users));
        Assert.Null(roster.TakeRebuilt(Some.Noon));
        Assert.Null(roster.TakeChanges());
    }

    [Fact]
    public void RemoveWhere_TakesOutByTerm_AndTheSameAnnouncedAgainIsNoChange()
    {
        _roster.Set(Some.Ann, Busy, term: 1);
        _roster.Set(Some.Bob, Busy, term: 1);
        _roster.TakeChanges();

        _roster.Set(Some.Ann, new UserStatus(Availability.Busy, "in a meeting"), term: 2);
        Assert.Null(_roster.TakeChanges());

        _roster.RemoveWhere((_, term) => term < 2);
        Assert.Equal(new RosterEntry(Some.Bob, UserStatus.Offline), Assert.Single(_roster.TakeChanges()!.Changes));
    }
}

using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Rooms;

public sealed class RosterTests
{
    private static readonly UserStatus Busy = new(Availability.Busy, "in a meeting");

    private readonly Roster _roster = new();

    /// <summary>Late enough, each time, for another word.</summary>
    private DateTimeOffset _now = Some.Noon;

    [Fact]
    public void TakeChanges_GivesEachUsersLastStatusOnce_UnderTheNextVersion()
    {
        _roster.Set(Some.Ann, UserStatus.Online);
        _roster.Set(Some.Bob, UserStatus.Online);
        _roster.Set(Some.Ann, Busy);

        PresenceChanged first = Diff();
        Assert.Equal(1, first.Version);
        Assert.Equal([new RosterEntry(Some.Ann, Busy), new RosterEntry(Some.Bob, UserStatus.Online)], first.Changes.OrderBy(one => one.User.Value));
        Assert.Null(Take());

        _roster.Set(Some.Bob, UserStatus.Offline);
        PresenceChanged second = Diff();
        Assert.Equal(2, second.Version);
        Assert.Equal(new RosterEntry(Some.Bob, UserStatus.Offline), Assert.Single(second.Changes));
    }

    [Fact]
    public void TakeChanges_GivesTheFirstAtOnce_AndTheNextWhenASecondIsOver()
    {
        Assert.Null(_roster.ChangesDue);
        _roster.Set(Some.Ann, UserStatus.Online);
        Assert.NotNull(_roster.TakeChanges(Some.Noon));

        _roster.Set(Some.Bob, UserStatus.Online);
        _roster.Set(Some.Cy, UserStatus.Online);
        Assert.Equal(Some.Noon.AddSeconds(1), _roster.ChangesDue);
        Assert.Null(_roster.TakeChanges(Some.Noon.AddSeconds(1).AddTicks(-1)));
        var second = Assert.IsType<PresenceChanged>(_roster.TakeChanges(Some.Noon.AddSeconds(1))!.Told);
        Assert.Equal((2, 2), (second.Version, second.Changes.Length));
        Assert.Null(_roster.ChangesDue);

        _roster.Set(Some.Bob, UserStatus.Offline);
        Assert.NotNull(_roster.TakeChanges(Some.Noon.AddSeconds(9)));
    }

    [Fact]
    public void Set_OfWhatIsKnown_IsNoChange()
    {
        _roster.Set(Some.Ann, Busy);
        Take();

        _roster.Set(Some.Ann, Busy);
        _roster.Set(Some.Cy, UserStatus.Offline);

        Assert.Null(Take());
    }

    [Fact]
    public void Snapshot_AndTheDiffsAfterIt_GiveWhoIsHere()
    {
        _roster.Set(Some.Ann, UserStatus.Online);
        Take();
        _roster.Set(Some.Bob, Busy);
        RosterSnapshot snapshot = _roster.Snapshot(); // Bob is in it, and comes again
        PresenceChanged diff = Diff();

        Assert.Equal((1, 2), (snapshot.Version, snapshot.Count));
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

        Assert.Null(roster.ChangesDue);
        Assert.Null(roster.TakeChanges(Some.Noon));
        Assert.Null(roster.TakeRebuilt(Some.Noon.AddTicks(-1)));
        var replaced = Assert.IsType<PresenceReplaced>(roster.TakeRebuilt(Some.Noon)!.Told);
        Assert.Equal((1 << 20) + 1, replaced.Roster.Version);
        Assert.Equal(new RosterEntry(Some.Bob, Busy), Assert.Single(replaced.Roster.Users));
        Assert.Null(roster.TakeRebuilt(Some.Noon));
        Assert.Null(roster.TakeChanges(Some.Noon));

        roster.Set(Some.Ann, Busy, term: 1);
        Assert.Equal(Some.Noon.AddSeconds(1), roster.ChangesDue);
    }

    [Fact]
    public void RemoveWhere_TakesOutByTerm_AndTheSameAnnouncedAgainIsNoChange()
    {
        _roster.Set(Some.Ann, Busy, term: 1);
        _roster.Set(Some.Bob, Busy, term: 1);
        Take();

        _roster.Set(Some.Ann, new UserStatus(Availability.Busy, "in a meeting"), term: 2);
        Assert.Null(Take());

        _roster.RemoveWhere((_, term) => term < 2);
        Assert.Equal(new RosterEntry(Some.Bob, UserStatus.Offline), Assert.Single(Diff().Changes));
    }

    [Fact]
    public void AboveItsSize_ListenersAreToldHowMany_AndObserversStillWho()
    {
        var roster = new Roster(maxNamed: 10);
        Come(roster, 0, 10);
        Assert.IsType<PresenceChanged>(TakeOf(roster)!.Told);

        Come(roster, 10, 1);
        RosterNews crossed = TakeOf(roster)!;
        Assert.Equal(new PresenceCounted(2, 11), crossed.Told);
        Assert.Equal(new RosterEntry(User(10), UserStatus.Online), Assert.Single(Assert.IsType<PresenceChanged>(crossed.Observed).Changes));

        RosterSnapshot snapshot = roster.Snapshot();
        Assert.Equal((2, 11, true), (snapshot.Version, snapshot.Count, snapshot.IsCounted));
        Assert.Empty(snapshot.Users);
    }

    [Fact]
    public void Counted_FromTheMomentThatItIsTooLarge_AlsoForWhoComesBeforeThatIsTold()
    {
        var roster = new Roster(maxNamed: 10);
        Come(roster, 0, 1);
        Assert.NotNull(roster.TakeChanges(Some.Noon));
        Come(roster, 1, 10);

        Assert.True(roster.Snapshot().IsCounted);
        for (int i = 1; i < 8; i++)
            roster.Set(User(i), UserStatus.Offline);
        Assert.Equal((true, 4), (roster.Snapshot().IsCounted, roster.Snapshot().Count)); // and who was given no names is given them all

        var told = Assert.IsType<PresenceReplaced>(roster.TakeChanges(Some.Noon.AddSeconds(1))!.Told);
        Assert.Equal((2, 4, false), (told.Roster.Version, told.Roster.Users.Length, told.Roster.IsCounted));
    }

    [Fact]
    public void Counted_IsNamedAgain_NotBeforeItIsWellBelowItsSize()
    {
        var roster = new Roster(maxNamed: 10);
        Come(roster, 0, 11);
        TakeOf(roster);

        roster.Set(User(0), UserStatus.Offline);
        roster.Set(User(1), UserStatus.Offline);
        Assert.Equal(new PresenceCounted(2, 9), TakeOf(roster)!.Told);

        roster.Set(User(2), UserStatus.Offline);
        RosterNews named = TakeOf(roster)!;
        var told = Assert.IsType<PresenceReplaced>(named.Told);
        Assert.Equal((3, 8, 8), (told.Roster.Version, told.Roster.Count, told.Roster.Users.Length));
        Assert.Equal(new RosterEntry(User(2), UserStatus.Offline), Assert.Single(Assert.IsType<PresenceChanged>(named.Observed).Changes));

        roster.Set(User(2), UserStatus.Online);
        Assert.Equal(4, Assert.IsType<PresenceChanged>(TakeOf(roster)!.Told).Version);
    }

    [Fact]
    public void Counted_HowSomebodyIs_IsNoNews_ButThatOneTookAnothersPlaceIs()
    {
        var roster = new Roster(maxNamed: 10);
        Come(roster, 0, 11);
        TakeOf(roster);

        roster.Set(User(3), Busy);
        RosterNews busy = TakeOf(roster)!;
        Assert.Null(busy.Told);
        Assert.Equal(new RosterEntry(User(3), Busy), Assert.Single(Assert.IsType<PresenceChanged>(busy.Observed).Changes));
        Assert.Equal(1, roster.Version);

        Come(roster, 11, 1);
        Assert.Equal(12, roster.Snapshot().Count); // somebody may have been given this
        roster.Set(User(0), UserStatus.Offline);
        Assert.Equal(new PresenceCounted(2, 11), TakeOf(roster)!.Told);
    }

    [Fact]
    public void Counted_IsRebuiltAsACount_AndObserversAreGivenAllNames()
    {
        var roster = new Roster(version: 5, rebuildsUntil: Some.Noon, maxNamed: 10);
        Come(roster, 0, 12);

        RosterNews rebuilt = roster.TakeRebuilt(Some.Noon)!;
        RosterSnapshot told = Assert.IsType<PresenceReplaced>(rebuilt.Told).Roster;
        Assert.Equal((6, 12, 0), (told.Version, told.Count, told.Users.Length));
        Assert.Equal(12, Assert.IsType<PresenceReplaced>(rebuilt.Observed).Roster.Users.Length);
    }

    [Fact]
    public void NoSize_NamesHoweverMany()
    {
        Come(_roster, 0, 2_000);

        Assert.Equal(2_000, Diff().Changes.Length);
        Assert.False(_roster.Snapshot().IsCounted);
    }

    private static UserId User(int i) => new($"u{i}");

    private static void Come(Roster roster, int first, int count)
    {
        for (int i = first; i < first + count; i++)
            roster.Set(User(i), UserStatus.Online);
    }

    private RosterNews? TakeOf(Roster roster) => roster.TakeChanges(_now += Roster.Pace);

    private RosterNews? Take() => TakeOf(_roster);

    private PresenceChanged Diff() => Assert.IsType<PresenceChanged>(Take()!.Told);
}

using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>When, and in what form, a room tells its listeners who is here.</summary>
public sealed class RosterPaceTests : IDisposable
{
    private readonly RoomRig _rig = new(new MailboxOptions { MessagesPerSecond = 0, MaxRosterSize = 10 });

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void ChangesOfOneTurn_AreOneDiff()
    {
        Open();
        _rig.Post(Here(Some.Ann));
        _rig.Post(Here(Some.Bob));
        _rig.Turns.Run();

        PresenceChanged diff = Assert.IsType<PresenceChanged>(Assert.Single(Told()));
        Assert.Equal(1, diff.Version);
        Assert.Equal([Some.Ann, Some.Bob], diff.Changes.Select(one => one.User));

        RosterSnapshot roster = Read();
        Assert.Equal((1, 2, 2), (roster.Version, roster.Users.Length, roster.Count));
    }

    [Fact]
    public void Snapshot_IsForMembers()
    {
        Open();
        Ask ask = _rig.Ask(new ReadRoster { By = Some.Cy, Request = default });

        Assert.Equal(RoomRefusal.NotAMember, Assert.IsType<RoomReply.Refused>(ask.Reply).Why);
    }

    [Fact]
    public void ChangesOfASecond_AreOneDiff_TheFirstOfAQuietTimeAtOnce()
    {
        Open();
        _rig.Ask(Here(Some.Ann));
        Assert.Single(Told());

        for (int i = 0; i < 5; i++)
        {
            _rig.Ask(Here(new UserId($"u{i}")));
            _rig.Pass(TimeSpan.FromMilliseconds(100));
        }

        Assert.Single(Told());
        Assert.Equal((1, 6), (Read().Version, Read().Count)); // whoever asks meanwhile has them already
        _rig.Pass(TimeSpan.FromMilliseconds(900)); // the wheel may be a tick late

        PresenceChanged second = Assert.IsType<PresenceChanged>(Told().Last());
        Assert.Equal((2, 5), (second.Version, second.Changes.Length));
        Assert.Equal(2, Told().Count());

        _rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(2, Told().Count());
        _rig.Ask(Here(Some.Bob));
        Assert.Equal(3, Told().Count());
    }

    [Fact]
    public void WhatComesInABusyMinute_IsToldOnceASecond()
    {
        Open();
        for (int i = 0; i < 600; i++)
        {
            _rig.Ask(Here(Some.Ann, i % 2 == 0 ? Availability.Busy : Availability.Online));
            _rig.Pass(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(Told().Count(), 50, 61);
        Assert.Equal(Enumerable.Range(1, Told().Count()).Select(static i => (long)i), Told().Cast<PresenceChanged>().Select(static one => one.Version));
    }

    [Fact]
    public void Changes_ThatWait_AreToldBeforeTheRoomLeavesMemory()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, PassivateAfter = TimeSpan.FromMilliseconds(200) });
        rig.OpenRoom();
        rig.Listen();
        rig.Ask(Here(Some.Ann));
        rig.Ask(Here(Some.Ann, Availability.Offline));

        rig.Pass(TimeSpan.FromMilliseconds(800));
        Assert.Equal(1, rig.Host.ActiveRooms);
        rig.Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(0, rig.Host.ActiveRooms);
        Assert.Equal([1, 2], rig.Link.Messages<EphemeralRaised>().Select(static one => Assert.IsType<PresenceChanged>(one.Event).Version));
    }

    [Fact]
    public void Head_BearsTheVersionThatWasTold_NotThatOfWhatWaits()
    {
        Open();
        _rig.Ask(Here(Some.Ann));
        _rig.Ask(Here(Some.Bob));
        _rig.Host.StartListening(Some.Room, RoomRig.Listener);
        _rig.Turns.Run();
        Assert.Equal(1, _rig.Link.Messages<HeadAnnounced>().Last().Roster);

        _rig.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(2, _rig.Link.Messages<HeadAnnounced>().Last().Roster);
    }

    [Fact]
    public void AboveItsSize_ListenersAreToldHowMany_AndWhoAgainWellBelow()
    {
        Open();
        Crowd(0, 10);
        _rig.Pass(TimeSpan.FromSeconds(2));
        Crowd(10, 5);
        _rig.Pass(TimeSpan.FromSeconds(2));

        Assert.Equal(15, Assert.IsType<PresenceCounted>(Told().Last()).Count);
        Assert.Equal((15, true), (Read().Count, Read().IsCounted));

        Crowd(0, 5, Availability.Offline);
        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(10, Assert.IsType<PresenceCounted>(Told().Last()).Count);

        Crowd(5, 3, Availability.Offline);
        _rig.Pass(TimeSpan.FromSeconds(2));
        RosterSnapshot named = Assert.IsType<PresenceReplaced>(Told().Last()).Roster;
        Assert.Equal((7, 7), (named.Count, named.Users.Length));

        Crowd(10, 1, Availability.Busy);
        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(named.Version + 1, Assert.IsType<PresenceChanged>(Told().Last()).Version);
    }

    [Fact]
    public void Listener_WhoHasMissedSome_IsToldTheCount_WhereNobodyIsNamed()
    {
        Open();
        Crowd(0, 12);
        _rig.Pass(TimeSpan.FromSeconds(2));
        _rig.Link.Sent.Clear();

        _rig.Host.StartListening(Some.Room, RoomRig.Listener, missesRoster: true);
        _rig.Turns.Run();

        RosterSnapshot told = Assert.IsType<PresenceReplaced>(Assert.Single(Told())).Roster;
        Assert.Equal((12, 0), (told.Count, told.Users.Length));
    }

    [Fact]
    public void Observer_IsToldByUser_AtTheSamePace_AlsoWhereListenersHearNothing()
    {
        var observer = new Witness();
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, MaxRosterSize = 1 }, observer);
        rig.OpenRoom();
        rig.Listen();
        rig.Ask(Here(Some.Ann));
        rig.Ask(Here(Some.Bob));
        rig.Pass(TimeSpan.FromSeconds(3));
        rig.Link.Sent.Clear();
        observer.Changes.Clear();

        rig.Ask(Here(Some.Ann, Availability.Busy));
        rig.Ask(Here(Some.Bob, Availability.Away));
        rig.Ask(Here(Some.Ann, Availability.Away));
        Assert.Equal(["ann Busy"], observer.Changes);
        rig.Pass(TimeSpan.FromSeconds(1.5));

        Assert.Equal(["ann Busy", "bob Away, ann Away"], observer.Changes);
        Assert.Empty(rig.Link.Messages<EphemeralRaised>()); // they are told how many are here, and that is what it was
    }

    /// <summary>Ann's room, where Bob is a member, and a node that listens.</summary>
    private void Open()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Turns.Run();
    }

    private void Crowd(int first, int count, Availability availability = Availability.Online)
    {
        for (int i = first; i < first + count; i++)
            _rig.Post(Here(new UserId($"u{i}"), availability));
        _rig.Turns.Run();
    }

    private static UpdateRoster Here(UserId user, Availability availability = Availability.Online) =>
        new() { By = user, Request = default, Status = new UserStatus(availability), Term = 0 };

    private RosterSnapshot Read() => Assert.IsType<RoomReply.RosterRead>(_rig.Ask(new ReadRoster { By = Some.Ann, Request = default }).Reply).Roster;

    private IEnumerable<EphemeralEvent> Told() => _rig.Link.Messages<EphemeralRaised>().Select(static raised => raised.Event);

    private sealed class Witness : IRoomObserver
    {
        public List<string> Changes { get; } = [];

        public void OnPresence(RoomWriter owner, EphemeralEvent news, int present, long head, DateTimeOffset now) => Changes.Add(
            string.Join(", ", Assert.IsType<PresenceChanged>(news).Changes.Select(static one => $"{one.User} {one.Status.Availability}")));
    }
}

using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>
/// Listeners who know a later version of the roster than its owner does: the store gave the owner's term before, and lost that with
/// its end, or all terms.
/// </summary>
public sealed class RosterStartsTests : IDisposable
{
    private const long Heard = 7_000_000;

    private readonly RoomRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoIsHere_IsToldWhole_AboveWhatListenersKnow(bool isInMemory)
    {
        _rig.OpenRoom();
        if (!isInMemory)
        {
            _rig.Host.VacateAsync(default);
            _rig.Turns.Run();
        }

        _rig.Host.StartListening(Some.Room, RoomRig.Listener, rosterHeard: Heard);
        Come(Some.Ann);
        Come(Some.Bob);
        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Empty(Told());

        _rig.Pass(TimeSpan.FromSeconds(3));

        RosterSnapshot told = Assert.IsType<PresenceReplaced>(Assert.Single(Told())).Roster;
        Assert.Equal([Some.Ann, Some.Bob], told.Users.Select(static one => one.User).OrderBy(static user => user.Value));
        Assert.Equal(Heard + 1, told.Version);
        Assert.Equal(Heard + 1, _rig.Link.Messages<HeadAnnounced>().Last().Roster);
    }

    [Fact]
    public void ListenersWhoKnowNoMore_HaveNothingRebuilt()
    {
        _rig.Listen();
        Come(Some.Ann);
        long version = Assert.IsType<PresenceChanged>(Assert.Single(Told())).Version;

        _rig.Host.StartListening(Some.Room, RoomRig.Listener, rosterHeard: version);
        Come(Some.Bob);
        _rig.Pass(TimeSpan.FromSeconds(1.5));

        Assert.Equal([version, version + 1], Told().Select(static told => Assert.IsType<PresenceChanged>(told).Version));
    }

    private IEnumerable<EphemeralEvent> Told() => _rig.Link.Messages<EphemeralRaised>().Select(static raised => raised.Event);

    private void Come(UserId user)
    {
        _rig.Ask(Some.Join(user));
        _rig.Ask(new UpdateRoster { By = user, Request = default, Status = UserStatus.Online, Term = 0 });
    }
}

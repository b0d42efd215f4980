using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>What is asked of a room while it is on its way from the log.</summary>
public sealed class LoadingTests : IDisposable
{
    private readonly RoomRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Roster_IsToldWhenTheRoomIsReady()
    {
        _rig.OpenRoom();
        _rig.Host.VacateAsync(default);
        _rig.Turns.Run();
        _rig.Log.HoldsReads = true;
        _rig.Ask(Some.Join(Some.Ann));
        _rig.Host.StartListening(Some.Room, RoomRig.Listener, missesRoster: true);
        _rig.Turns.Run();
        Assert.Empty(_rig.Link.Sent);

        _rig.Log.HoldsReads = false;
        _rig.Log.TakeHeldRead().Arrive();
        _rig.Turns.Run();

        Assert.Single(_rig.Link.Messages<EphemeralRaised>(), raised => raised.Event is PresenceReplaced);
    }
}

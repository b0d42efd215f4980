using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>A deleted room is gone with everything, and its name is free.</summary>
public sealed class DeletedRoomTests : IDisposable
{
    private readonly RoomRig _rig = new(new MailboxOptions { MessagesPerSecond = 0, MaxLogAge = TimeSpan.FromDays(30) });

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Deleted_ItsLogGoes_WhenNobodyAsksForItAnyMore()
    {
        DeleteRoom();
        Assert.Equal(new RoomReply.Refused(RoomRefusal.RoomNotFound), _rig.Ask(Some.Publish(Some.Ann)).Reply);
        Assert.NotNull(_rig.Page().Epoch);

        _rig.Pass(TimeSpan.FromSeconds(62));

        Assert.Null(_rig.Page().Epoch);
        Assert.Null(await _rig.Stored.LoadSnapshotAsync(Some.Room, default));
        Assert.Equal(0, _rig.Host.ActiveRooms);
        Assert.Equal(0, _rig.Wheel.Count);
    }

    [Fact]
    public void Deleted_ListenersHearOfIt_ThoughTheWordWasLost()
    {
        _rig.Listen();
        DeleteRoom();
        _rig.Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(4, _rig.Link.Messages<HeadAnnounced>().Last().Head);
        Assert.Equal(4, _rig.Page().LastSeq);
    }

    [Fact]
    public void Deleted_AnotherTakesItsPlace_WhenTheLogIsGone_UnderAnotherEpoch()
    {
        DeleteRoom();
        Epoch before = _rig.Epoch();
        Assert.IsType<RoomReply.Refused>(_rig.Ask(Some.Join(Some.Bob)).Reply);

        _rig.Pass(TimeSpan.FromSeconds(62));

        var joined = Assert.IsType<RoomReply.Joined>(_rig.Ask(Some.Join(Some.Bob)).Reply);
        Assert.Equal((Role.Owner, 2L), (joined.Role, _rig.Page().LastSeq));
        Assert.NotEqual(before, joined.Epoch);
    }

    [Fact]
    public void Deleted_TheDeletionIsAnsweredAgain_UntilTheLogIsGone()
    {
        SetRoomStatus delete = Delete();
        _rig.OpenRoom();
        RoomReply first = _rig.Ask(delete).Reply!;

        Assert.Equal(first, _rig.Ask(delete).Reply);
        Assert.Equal(4, _rig.Page().LastSeq);
    }

    [Fact]
    public void Deleted_WhileTheLogCannotBeWritten_IsTriedAgain()
    {
        DeleteRoom();
        _rig.Log.IsDown = true;
        _rig.Pass(TimeSpan.FromMinutes(3));
        _rig.Log.IsDown = false;
        Assert.NotNull(_rig.Page().Epoch);

        // Somebody comes by.
        Assert.IsType<RoomReply.Refused>(_rig.Ask(Some.Read(Some.Ann)).Reply);
        _rig.Pass(TimeSpan.FromSeconds(62));

        Assert.Null(_rig.Page().Epoch);
    }

    [Fact]
    public async Task Deleted_TheNextOwnerIsToldToLook()
    {
        DeleteRoom();

        Assert.Equal([Some.Room], [.. await _rig.Log.FindOlderAsync(default, DateTimeOffset.UnixEpoch.AddDays(1), 10, default)]);
    }

    private void DeleteRoom()
    {
        _rig.OpenRoom();
        Assert.IsType<RoomReply.Published>(_rig.Ask(Delete()).Reply);
    }

    private static SetRoomStatus Delete() => new() { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Delete };
}

using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Operations;

/// <summary>Looking at a room tells how it is, and changes nothing about it.</summary>
public sealed class RoomDescriptionTests : IDisposable
{
    private static readonly DescribeRoom Question = new() { By = default, Request = default };
    private readonly RoomRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void ActiveRoom_IsDescribedAsItIs()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Ask(new UpdateRoster { By = Some.Ann, Request = default, Status = UserStatus.Online, Term = 0 });

        RoomDescription room = Describe();

        Assert.Equal((true, _rig.Epoch(), 1, 3, 0), (room.Exists, room.Epoch, room.FirstSeq, room.Head, room.SnapshotSeq));
        Assert.Equal((Some.Ann, 2, 1, true), (room.Owner, room.MemberCount, room.Present, room.IsActive));
        Assert.Equal([(Some.Ann, Role.Owner), (Some.Bob, Role.Member)], room.Members.Select(one => (one.User, one.Role)));
        Assert.Equal(RoomRig.Listener, Assert.Single(room.Listening));
    }

    [Fact]
    public void RoomThatNobodyMade_DoesNotExist_NorStay()
    {
        Assert.False(Describe().Exists);
        Assert.Equal(0, _rig.Host.ActiveRooms);
        Assert.Empty(_rig.Log.Appends);
    }

    [Fact]
    public void PassiveRoom_IsSaidToBe_HoweverOftenItIsLookedAt()
    {
        _rig.OpenRoom();
        _rig.Pass(TimeSpan.FromMinutes(2));

        Assert.False(Describe().IsActive);
        Assert.False(Describe().IsActive);
        _rig.Ask(Some.Read(Some.Ann));
        Assert.True(Describe().IsActive);
    }

    [Fact]
    public void LookingAtARoom_DoesNotKeepItInMemory()
    {
        _rig.OpenRoom();
        for (int i = 0; i < 8; i++)
        {
            _rig.Pass(TimeSpan.FromSeconds(10));
            if (_rig.Host.ActiveRooms > 0)
                Describe();
        }

        Assert.Equal(0, _rig.Host.ActiveRooms);
    }

    [Fact]
    public void Head_IsInTheLog_WhenItIsTold()
    {
        _rig.OpenRoom();
        _rig.Log.HoldsAppends = true;
        _rig.Ask(Some.Publish(Some.Ann));

        Ask asked = _rig.Ask(Question);
        Assert.False(asked.IsAnswered);
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal(4, Assert.IsType<RoomReply.Described>(asked.Reply).Room.Head);
    }

    [Fact]
    public void Members_AreCountedAll_AndNamedUpToABound()
    {
        _rig.OpenRoom();
        for (int i = 0; i < 150; i++)
            _rig.Ask(Some.Join(new UserId($"user-{i:000}")));

        RoomDescription room = Describe();

        Assert.Equal((152, RoomDescription.MaxMembers), (room.MemberCount, room.Members.Length));
    }

    private RoomDescription Describe() => Assert.IsType<RoomReply.Described>(_rig.Ask(Question).Reply).Room;
}

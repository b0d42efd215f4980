using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Xunit;

namespace Streaming.Contracts;

public abstract partial class RoomDirectoryContract
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task Users_AreInWhatTheyEntered_InTheOrderOfIds_EachInTheirOwn()
    {
        IUserRooms rooms = Create().Directory.Users;
        await rooms.EnterAsync(Ann, Room("b", 2), None);
        await rooms.EnterAsync(Ann, Room("a.1", 1L << 52), None);
        await rooms.EnterAsync(Ann, Room("Z", 7), None);
        await rooms.EnterAsync(Bob, Room("c", 3), None);

        Same([Room("Z", 7), Room("a.1", 1L << 52), Room("b", 2)], await rooms.ReadAsync(Ann, None));
        Same([Room("c", 3)], await rooms.ReadAsync(Bob, None));
        Assert.Empty(await rooms.ReadAsync(new UserId("cy"), None));
    }

    [Fact]
    public async Task Users_EnteringAgain_AreInOnce_FromThen()
    {
        IUserRooms rooms = Create().Directory.Users;
        await rooms.EnterAsync(Ann, Room("a", 2), None);
        await rooms.EnterAsync(Ann, Room("a", 9), None);

        Same([Room("a", 9)], await rooms.ReadAsync(Ann, None));
    }

    [Fact]
    public async Task Users_WhoLeave_AreInTheOthersStill()
    {
        IUserRooms rooms = Create().Directory.Users;
        await rooms.EnterAsync(Ann, Room("a", 2), None);
        await rooms.EnterAsync(Ann, Room("b", 2), None);
        await rooms.LeaveAsync(Ann, Room("a", 2), None);
        await rooms.LeaveAsync(Ann, Room("a", 9), None);
        await rooms.LeaveAsync(Bob, Room("a", 9), None);

        Same([Room("b", 2)], await rooms.ReadAsync(Ann, None));
    }

    [Fact]
    public async Task Users_LeaveThatComesLate_LeavesThoseWhoCameBack()
    {
        IUserRooms rooms = Create().Directory.Users;
        await rooms.EnterAsync(Ann, Room("a", 10), None);
        await rooms.LeaveAsync(Ann, Room("a", 9), None);
        Same([Room("a", 10)], await rooms.ReadAsync(Ann, None));

        await rooms.LeaveAsync(Ann, Room("a", 11), None);
        Same([], await rooms.ReadAsync(Ann, None));
    }

    [Fact]
    public async Task Users_Drop_ForgetsWhatWasRead_AndNothingThatCameSince()
    {
        IUserRooms rooms = Create().Directory.Users;
        await rooms.EnterAsync(Ann, Room("a", 2), None);
        await rooms.EnterAsync(Ann, Room("b", 5), None);
        await rooms.DropAsync(Ann, Room("a", 2), None);
        await rooms.DropAsync(Ann, Room("b", 3), None);
        await rooms.DropAsync(Ann, Room("c", 3), None);

        Same([Room("b", 5)], await rooms.ReadAsync(Ann, None));
    }

    [Fact]
    public async Task Claim_IsGrantedWhileThereIsAPlace()
    {
        IUserRooms rooms = Create().Directory.Users;
        await rooms.EnterAsync(Ann, Room("a", 2), None);

        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "b", max: 3));
        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "c", max: 3));
        Assert.Equal(RoomClaim.Full, await ClaimAsync(rooms, "d", max: 3));
        Assert.Equal(RoomClaim.Granted, await rooms.ClaimAsync(Bob, new RoomId("d"), 1, Long, None));
    }

    [Fact]
    public async Task Claim_OfARoomThatTheUserIsIn_NeedsNoPlace()
    {
        IUserRooms rooms = Create().Directory.Users;
        await rooms.EnterAsync(Ann, Room("a", 2), None);
        await rooms.EnterAsync(Ann, Room("b", 2), None);

        Assert.Equal(RoomClaim.IsMember, await ClaimAsync(rooms, "a", max: 1));
        Assert.Equal(RoomClaim.Full, await ClaimAsync(rooms, "c", max: 2));
    }

    [Fact]
    public async Task Claim_Again_IsTheSameClaim()
    {
        IUserRooms rooms = Create().Directory.Users;

        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "a", max: 2));
        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "a", max: 2));
        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "b", max: 2));
        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "a", max: 2));
        Assert.Equal(RoomClaim.Full, await ClaimAsync(rooms, "c", max: 2));
    }

    [Fact]
    public async Task Claim_ByManyAtOnce_IsGrantedToAsManyAsThereArePlaces()
    {
        IUserRooms rooms = Create().Directory.Users;

        RoomClaim[] claims = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(i => Task.Run(() => ClaimAsync(rooms, $"r{i}", max: 7))));

        Assert.Equal(7, claims.Count(static claim => claim == RoomClaim.Granted));
        Assert.Equal(13, claims.Count(static claim => claim == RoomClaim.Full));
    }

    [Fact]
    public async Task Claim_ThatBecameARoom_TakesOnePlace()
    {
        IUserRooms rooms = Create().Directory.Users;
        await ClaimAsync(rooms, "a", max: 2);
        await rooms.EnterAsync(Ann, Room("a", 2), None);

        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "b", max: 2));
        Assert.Equal(RoomClaim.Full, await ClaimAsync(rooms, "c", max: 2));
    }

    [Fact]
    public async Task Claim_GivenBack_FreesItsPlace()
    {
        IUserRooms rooms = Create().Directory.Users;
        await ClaimAsync(rooms, "a", max: 1);
        await rooms.GiveBackAsync(Ann, new RoomId("a"), None);
        await rooms.GiveBackAsync(Ann, new RoomId("a"), None);

        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "b", max: 1));
    }

    [Fact]
    public async Task Claim_GivenBackAfterTheRoomWasEntered_LeavesThemIn()
    {
        IUserRooms rooms = Create().Directory.Users;
        await ClaimAsync(rooms, "a", max: 1);
        await rooms.EnterAsync(Ann, Room("a", 2), None);
        await rooms.GiveBackAsync(Ann, new RoomId("a"), None);

        Same([Room("a", 2)], await rooms.ReadAsync(Ann, None));
    }

    [Fact]
    public async Task Claim_AfterItsTime_IsOver()
    {
        DirectoryUnderTest directory = Create();
        IUserRooms rooms = directory.Directory.Users;
        await rooms.ClaimAsync(Ann, new RoomId("a"), 1, Short, None);
        await directory.PassAsync(Short + TimeSpan.FromMilliseconds(50));

        Assert.Equal(RoomClaim.Granted, await ClaimAsync(rooms, "b", max: 1));
    }

    private static UserRoom Room(string id, long seq) => new(new RoomId(id), seq);

    private static async Task<RoomClaim> ClaimAsync(IUserRooms rooms, string room, int max) =>
        await rooms.ClaimAsync(Ann, new RoomId(room), max, Long, None);
}

using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Xunit;

namespace Streaming.Contracts;

/// <summary>What every <see cref="RoomDirectory"/> does. Derive per adapter. The list of public rooms is here, the other ports are in files of their own.</summary>
public abstract partial class RoomDirectoryContract
{
    private static readonly RoomId Lobby = new("lobby");
    private static readonly UserId Ann = new("ann");
    private static readonly UserId Bob = new("bob");
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>A new and empty one.</summary>
    protected abstract DirectoryUnderTest Create();

    [Fact]
    public async Task Public_GivesBackAllThatWasSaid()
    {
        IPublicRooms rooms = Create().Directory.Public;
        var room = new ListedRoom
        {
            Room = Lobby, Name = "Lobby é 🦊", Description = "All\nof us", Category = "talk", Tags = ["a", "b c"], Owner = Ann, MemberCount = 7,
            MaxMembers = 100, CreatedAt = new DateTimeOffset(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero),
        };
        ListedRoom bare = Listing("bare");
        await rooms.SetAsync(Lobby, 1, room, None);
        await rooms.SetAsync(bare.Room, 1, bare, None);

        Same([bare, room], await rooms.ReadAsync(after: null, 10, None));
    }

    [Fact]
    public async Task Public_IsInTheOrderOfIds_AndReadInPages()
    {
        IPublicRooms rooms = Create().Directory.Public;
        foreach (string id in (string[])["b", "a.1", "Z", "a", "a-1", "_", "7"])
            await rooms.SetAsync(new RoomId(id), 1, Listing(id), None);

        string[] expected = ["7", "Z", "_", "a", "a-1", "a.1", "b"];
        Assert.Equal(expected, Ids(await rooms.ReadAsync(after: null, 10, None)));
        Assert.Equal(expected[..3], Ids(await rooms.ReadAsync(after: null, 3, None)));
        Assert.Equal(expected[3..5], Ids(await rooms.ReadAsync(new RoomId("_"), 2, None)));
        Assert.Equal(expected[4..], Ids(await rooms.ReadAsync(new RoomId("a"), 10, None)));
        Assert.Equal(expected[5..], Ids(await rooms.ReadAsync(new RoomId("a-2"), 10, None)));
        Assert.Empty(await rooms.ReadAsync(new RoomId("b"), 10, None));
        Assert.Empty(await rooms.ReadAsync(new RoomId("zz"), 10, None));
    }

    [Fact]
    public async Task Public_HoldsALongPageOfLongDescriptions()
    {
        IPublicRooms rooms = Create().Directory.Public;
        for (int i = 0; i < IPublicRooms.MaxLimit + 1; i++)
            await rooms.SetAsync(new RoomId($"r{i:000}"), 1, Listing($"r{i:000}") with { Description = new string('é', 1_000) }, None);

        ImmutableArray<ListedRoom> page = await rooms.ReadAsync(after: null, IPublicRooms.MaxLimit, None);
        Assert.Equal(IPublicRooms.MaxLimit, page.Length);
        Same(["r256"], Ids(await rooms.ReadAsync(page[^1].Room, IPublicRooms.MaxLimit, None)));
    }

    [Fact]
    public async Task Public_SaidAgain_TakesTheEarliersPlace()
    {
        IPublicRooms rooms = Create().Directory.Public;
        await rooms.SetAsync(Lobby, 3, Listing("lobby") with { Name = "before" }, None);
        await rooms.SetAsync(Lobby, 3, Listing("lobby") with { MemberCount = 9 }, None);

        Same([Listing("lobby") with { MemberCount = 9 }], await rooms.ReadAsync(after: null, 10, None));
    }

    [Fact]
    public async Task Public_TakenOff_IsGone_AndCanComeBack()
    {
        IPublicRooms rooms = Create().Directory.Public;
        await rooms.SetAsync(Lobby, 3, Listing("lobby"), None);
        await rooms.SetAsync(Lobby, 3, listing: null, None);
        await rooms.SetAsync(Lobby, 3, listing: null, None);
        Assert.Empty(await rooms.ReadAsync(after: null, 10, None));

        await rooms.SetAsync(Lobby, 3, Listing("lobby"), None);
        Same(["lobby"], Ids(await rooms.ReadAsync(after: null, 10, None)));
    }

    /// <summary>What a later owner says, and whether the room is on the list then.</summary>
    public static TheoryData<bool> Saying => [true, false];

    [Theory]
    [MemberData(nameof(Saying))]
    public async Task Public_WhatAnEarlierOwnerSaysLate_IsIgnored(bool isListed)
    {
        IPublicRooms rooms = Create().Directory.Public;
        await rooms.SetAsync(Lobby, 4, isListed ? Listing("lobby") : null, None);
        await rooms.SetAsync(Lobby, 3, isListed ? null : Listing("lobby"), None);

        Assert.Equal(isListed ? ["lobby"] : [], Ids(await rooms.ReadAsync(after: null, 10, None)));
    }

    private static ListedRoom Listing(string id) =>
        new() { Room = new RoomId(id), MemberCount = 1, MaxMembers = 10, CreatedAt = DateTimeOffset.UnixEpoch };

    /// <summary>Element by element: arrays that do not change are otherwise compared by where they lie.</summary>
    private static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected, actual);

    private static IEnumerable<string> Ids(IEnumerable<ListedRoom> rooms) => rooms.Select(static room => room.Room.Value);
}

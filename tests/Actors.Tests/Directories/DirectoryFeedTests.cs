using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Rooms;
using Streaming.Actors.Shards;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Directories;

/// <summary>What a room's owner tells the directory, and when.</summary>
public sealed class DirectoryFeedTests : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);
    private readonly RoomRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Room_ThatIsMade_IsListed_AndItsMembersAreInIt()
    {
        _rig.OpenRoom();

        ListedRoom listed = Assert.Single(Listed());
        Assert.Equal((Some.Room, Some.Ann, 2), (listed.Room, listed.Owner!.Value, listed.MemberCount));
        Same([new UserRoom(Some.Room, 2)], RoomsOf(Some.Ann));
        Same([new UserRoom(Some.Room, 3)], RoomsOf(Some.Bob));
        Assert.Empty(Owed());
    }

    [Fact]
    public void Messages_TellTheDirectoryNothing()
    {
        _rig.OpenRoom();
        int told = _rig.Held.Told;
        _rig.Held.IsAway = true;
        for (int i = 0; i < 10; i++)
            Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann)).Reply);

        Assert.Equal(told, _rig.Held.Told);
        Assert.DoesNotContain(_rig.Lines.Lines, static line => line.Text.Contains("directory", StringComparison.Ordinal));
    }

    /// <summary>What is done to the room, and whether it is listed afterwards.</summary>
    public static TheoryData<string, bool> Changes => new()
    {
        { "rename", true },
        { "lock", true },
        { "archive", false },
        { "hide", false },
        { "delete", false },
        { "archive restore", true },
        { "hide show", true },
        { "hide archive restore", false },
        { "transfer", true },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Room_IsListed_WhileItIsPublicAndOpen(string changes, bool isListed)
    {
        _rig.OpenRoom();
        foreach (string change in changes.Split(' '))
            Assert.IsType<RoomReply.Published>(_rig.Ask(Change(change)).Reply);

        Assert.Equal(isListed, Listed().Any());
        Assert.Empty(Owed());
    }

    [Fact]
    public void Listing_ShowsWhatTheRoomIsNow()
    {
        _rig.OpenRoom();
        _rig.Ask(Change("rename"));
        _rig.Ask(Change("transfer"));

        ListedRoom listed = Assert.Single(Listed());
        Assert.Equal(("new name", Some.Bob), (listed.Name, listed.Owner!.Value));
    }

    /// <summary>How Bob goes.</summary>
    public static TheoryData<string> Departures => ["leave", "kick", "ban", "delete"];

    [Theory]
    [MemberData(nameof(Departures))]
    public void Member_WhoGoes_IsNotInItAnyMore_AndHasReadNothing(string departure)
    {
        _rig.OpenRoom();
        _rig.Ask(new MarkRead { By = Some.Bob, Request = default, Seq = 3 });
        Assert.Equal(3, MarkerOf(Some.Bob));

        _rig.Ask(departure switch
        {
            "leave" => Some.Leave(Some.Bob),
            "kick" => Moderate(ModerationKind.Kick, Some.Bob),
            "ban" => Moderate(ModerationKind.Ban, Some.Bob),
            _ => Change("delete"),
        });

        Assert.Empty(RoomsOf(Some.Bob));
        Assert.Equal(departure == "delete" ? 0 : 1, RoomsOf(Some.Ann).Length);
        Assert.Null(MarkerOf(Some.Bob));
        Assert.Equal(departure == "delete" ? [] : [1], Listed().Select(static room => room.MemberCount));
    }

    [Fact]
    public void Member_WhoWasAdded_IsInIt()
    {
        _rig.OpenRoom();
        _rig.Ask(Moderate(ModerationKind.Add, Some.Cy) with { Role = Role.Member });

        Same([new UserRoom(Some.Room, 4)], RoomsOf(Some.Cy));
    }

    [Fact]
    public void Member_WhoComesIn_HasReadWhatWasSaidBefore()
    {
        _rig.OpenRoom();
        _rig.Ask(Some.Publish(Some.Ann));
        _rig.Ask(Some.Join(Some.Cy));

        Assert.Equal(5, MarkerOf(Some.Cy));
    }

    [Fact]
    public void PrivateRoomAndRoomOfTwo_AreNotListed_ButTheirMembersAreInThem()
    {
        RoomId direct = DirectRoom.IdOf(Some.Ann, Some.Bob);
        _rig.Ask(new CreateRoom { By = Some.Ann, Request = Some.NewRequest(), Settings = new RoomSettings { IsPrivate = true } });
        _rig.Ask(new OpenDirectRoom { By = Some.Ann, Request = Some.NewRequest(), With = Some.Bob }, direct);

        Assert.Empty(Listed());
        Same([direct, Some.Room], RoomsOf(Some.Ann).Select(static one => one.Room));
        Same([direct], RoomsOf(Some.Bob).Select(static one => one.Room));
    }

    [Fact]
    public void Directory_ThatIsAway_HoldsUpNobody_AndIsToldWhenItIsBack()
    {
        _rig.Held.IsAway = true;
        _rig.OpenRoom();
        Assert.IsType<RoomReply.Done>(_rig.Ask(Some.Leave(Some.Bob)).Reply);
        _rig.Pass(Retry);
        _rig.Held.IsAway = false;
        Assert.Empty(Listed());

        _rig.Pass(Retry);

        Same([1], Listed().Select(static room => room.MemberCount));
        Assert.Single(RoomsOf(Some.Ann));
        Assert.Empty(RoomsOf(Some.Bob));
    }

    [Fact]
    public void WhatGathers_WhileTheDirectoryIsSlow_IsToldAtOnce_AndTheLastCounts()
    {
        _rig.OpenRoom();
        _rig.Held.IsSlow = true;
        _rig.Ask(Change("archive"));
        _rig.Ask(Change("restore"));
        _rig.Ask(Some.Leave(Some.Bob));
        _rig.Ask(Some.Join(Some.Bob));
        _rig.Ask(Some.Leave(Some.Bob));
        int told = _rig.Held.Told;
        Assert.NotEmpty(Owed());

        _rig.Held.Release();
        _rig.Turns.Run();

        Same([1], Listed().Select(static room => room.MemberCount));
        Assert.Empty(RoomsOf(Some.Bob));
        Assert.Empty(Owed());
        Assert.InRange(_rig.Held.Told - told, 1, 4);
    }

    [Fact]
    public void Append_OfUnknownOutcome_IsToldOnceTheLogHasTold()
    {
        _rig.OpenRoom();
        _rig.Log.HoldsAppends = true;
        _rig.Ask(Some.Join(Some.Cy));
        Same([new DirectoryDebt(Some.Room, 3, 4)], Owed());
        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().ArriveWithoutReply();
        _rig.Turns.Run();

        Same([new UserRoom(Some.Room, 4)], RoomsOf(Some.Cy));
        Assert.Empty(Owed());
    }

    [Fact]
    public void Append_ThatCameToNothing_IsOwedNoMore()
    {
        _rig.OpenRoom();
        _rig.Log.HoldsAppends = true;
        _rig.Ask(Some.Join(Some.Cy));
        _rig.Log.HoldsAppends = false;
        _rig.AppendBehindItsBack(Some.Message(4));
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Same([new UserRoom(Some.Room, 5)], RoomsOf(Some.Cy)); // decided again
        Assert.Empty(Owed());
    }

    /// <summary>
    /// Behind which seq somebody failed to tell: all of it is in the log, the beginning was trimmed, or it is of another life of the log. Whom the
    /// directory has to hear of is told in each case.
    /// </summary>
    public static TheoryData<long, long> Debts => new() { { 0, 3 }, { 1, 3 }, { 2, 3 }, { 3, 9 }, { 7, 9 } };

    [Theory]
    [MemberData(nameof(Debts))]
    public void Debt_IsPaidByWhoeverHasTheRoom(long after, long upTo)
    {
        _rig.OpenRoom();
        Forget();
        _rig.Host.MendDirectory(new DirectoryDebt(Some.Room, after, upTo), default, _rig.Term);
        _rig.Turns.Run();

        Same([2], Listed().Select(static room => room.MemberCount));
        Assert.Equal(after < 2 || after > 3, RoomsOf(Some.Ann).Length == 1);
        Assert.Equal(after != 3, RoomsOf(Some.Bob).Length == 1);
    }

    [Fact]
    public void Debt_OfARoomThatIsNoMore_TakesItOffTheList()
    {
        List(new ListedRoom { Room = Some.Room, MemberCount = 1, MaxMembers = 1, CreatedAt = Some.Noon });
        _rig.Host.MendDirectory(new DirectoryDebt(Some.Room, 0, 2), default, _rig.Term);
        _rig.Turns.Run();

        Assert.Empty(Listed());
    }

    /// <summary>What an owner before left stays owed until it is told, though this one has told the directory of something later.</summary>
    [Fact]
    public async Task LaterNews_PayNothingOfWhatWasOwedBefore()
    {
        _rig.OpenRoom();
        await _rig.Rooms.Debts.OweAsync(new RoomWriter(Some.Room, default, _rig.Term), 0, 2, default);

        Assert.IsType<RoomReply.Joined>(_rig.Ask(Some.Join(Some.Cy)).Reply);

        Same([new UserRoom(Some.Room, 4)], RoomsOf(Some.Cy));
        Same([new DirectoryDebt(Some.Room, 0, 3)], Owed());
    }

    private static RoomCommand Change(string what) => what switch
    {
        "rename" => new UpdateRoom { By = Some.Ann, Request = Some.NewRequest(), Patch = new RoomPatch { Name = "new name" } },
        "hide" => new UpdateRoom { By = Some.Ann, Request = Some.NewRequest(), Patch = new RoomPatch { IsPrivate = true } },
        "show" => new UpdateRoom { By = Some.Ann, Request = Some.NewRequest(), Patch = new RoomPatch { IsPrivate = false } },
        "transfer" => new TransferRoom { By = Some.Ann, Request = Some.NewRequest(), To = Some.Bob },
        _ => new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = Enum.Parse<RoomAction>(what, ignoreCase: true) },
    };

    private static ModerateMember Moderate(ModerationKind kind, UserId target) =>
        new() { By = Some.Ann, Request = Some.NewRequest(), Kind = kind, Target = target };

    private void List(ListedRoom room) => _rig.Rooms.Public.SetAsync(room.Room, 0, room, default).AsTask().Wait();

    /// <summary>The directory has lost everything.</summary>
    private void Forget()
    {
        foreach (UserId user in (UserId[])[Some.Ann, Some.Bob])
            _rig.Rooms.Users.LeaveAsync(user, new UserRoom(Some.Room, long.MaxValue), default).AsTask().Wait();
        _rig.Rooms.Public.SetAsync(Some.Room, ShardTerm.NumberOf(_rig.Term), listing: null, default).AsTask().Wait();
    }

    private ImmutableArray<ListedRoom> Listed() => _rig.Rooms.Public.ReadAsync(null, 10, default).AsTask().Result;

    private ImmutableArray<UserRoom> RoomsOf(UserId user) => _rig.Rooms.Users.ReadAsync(user, default).AsTask().Result;

    private ImmutableArray<DirectoryDebt> Owed() => _rig.Rooms.Debts.ReadAsync(default, default).AsTask().Result;

    private long? MarkerOf(UserId user) =>
        _rig.Rooms.Markers.ReadAsync(Some.Room, [user], default).AsTask().Result is [var marker] ? marker.Seq : null;

    private static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected, actual);
}

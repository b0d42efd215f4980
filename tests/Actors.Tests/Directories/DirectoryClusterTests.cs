using System.Collections.Immutable;
using Streaming.Actors.Directories;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Directories;

/// <summary>Three nodes: the first owns all rooms, users act on the second, and what is known of the rooms is read on the third.</summary>
public sealed class DirectoryClusterTests : IDisposable
{
    private static readonly RoomId A = new("a");
    private static readonly RoomId B = new("b");
    private static readonly RoomId C = new("c");
    private static readonly TimeSpan TakeOver = TimeSpan.FromSeconds(10);

    private readonly ClusterRig _rig = new();
    private readonly StreamingNode _owner;
    private readonly StreamingNode _acting;
    private readonly StreamingNode _reading;

    public DirectoryClusterTests() => (_owner, _acting, _reading) = (AddNode("n1"), AddNode("n2"), AddNode("n3"));

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Listing_ReadAnywhere_ShowsWhatIsPublic()
    {
        ClientSession ann = Connect(_acting, Some.Ann);
        Join(ann, A);
        Join(ann, B);
        Same([A, B], Listed());

        Ask(_acting, A, new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Archive });
        Same([B], Listed());
        Ask(_acting, B, new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Delete });
        Assert.Empty(Listed());
    }

    [Fact]
    public void RoomsOfAUser_AreThoseOfAllTheirConnections_AsTheirOwnersHaveThem()
    {
        Join(Connect(_acting, Some.Ann), A);
        Join(Connect(_acting, Some.Bob), A);
        Join(Connect(_reading, Some.Bob), B);

        Same([(A, Role.Member), (B, Role.Owner)], RoomsOf(Some.Bob).Select(static one => (one.Room, one.Info.Mine!.Role)));
        Same([A], RoomsOf(Some.Ann).Select(static one => one.Room));
    }

    [Fact]
    public void RoomsOfAUser_AreReadInPages()
    {
        foreach (RoomId room in (RoomId[])[C, A, B])
            Ask(_acting, room, Some.Join(Some.Ann));

        UserRoomsPage<EnteredRoom> first = _rig.Run(_reading.RoomsOf.ReadAsync(Some.Ann, after: null, 2, default)).Page!;
        UserRoomsPage<EnteredRoom> second = _rig.Run(_reading.RoomsOf.ReadAsync(Some.Ann, first.Next, 2, default)).Page!;
        Same([A, B], first.Rooms.Select(static one => one.Room));
        Same([C], second.Rooms.Select(static one => one.Room));
        Assert.Null(second.Next);
    }

    [Fact]
    public void RoomsOfAUser_ThatKnowNothingOfThem_AreTakenOff()
    {
        Join(Connect(_acting, Some.Ann), A);
        foreach (RoomId room in (RoomId[])[A, B])
            _rig.Run(_rig.Rooms.Users.EnterAsync(Some.Bob, new UserRoom(room, 7), default).AsTask());

        Assert.Empty(RoomsOf(Some.Bob));
        Assert.Empty(_rig.Run(_rig.Rooms.Users.ReadAsync(Some.Bob, default)));
    }

    [Fact]
    public void RoomLimit_HoldsOverAllConnectionsAndNodes()
    {
        ClientSession one = Connect(_acting, Some.Ann), other = Connect(_reading, Some.Ann), third = Connect(_owner, Some.Ann);
        Join(one, A);
        Join(other, B);

        foreach (ClientSession session in (ClientSession[])[one, other, third])
            Assert.Equal(RoomRefusal.RoomLimit, Refusal(session, C));
        Assert.Empty(_rig.Run(_rig.Stored.ReadAsync(C, LogRange.Following(0, 10), default)).Events);

        // What one is in needs no place, on whichever connection.
        Join(one, B);
        Join(third, A);
        Join(third, B);
    }

    [Fact]
    public void RoomLimit_CountsRoomsThatOneWasAddedTo_AndLetsOneIntoThem()
    {
        Join(Connect(_acting, Some.Bob), A);
        Join(Connect(_acting, Some.Bob), B);
        Join(Connect(_reading, Some.Cy), C);
        ClientSession ann = Connect(_reading, Some.Ann);
        Join(ann, A);
        Join(ann, B);
        Ask(_owner, C, new ModerateMember
        {
            By = Some.Cy, Request = Some.NewRequest(), Kind = ModerationKind.Add, Target = Some.Ann, Role = Role.Member,
        });

        Join(ann, C);
        Assert.Equal(RoomRefusal.RoomLimit, Refusal(ann, new RoomId("d")));
    }

    [Fact]
    public void RoomLimit_OfWhoHasJustLeftARoom_IsAskedOfTheRooms()
    {
        Join(Connect(_reading, Some.Bob), A);
        ClientSession ann = Connect(_acting, Some.Ann);
        Join(ann, A);
        Join(ann, B);
        _rig.Held.IsAway = true; // the owner cannot say that Ann has left
        _rig.Run(ann.LeaveAsync(A, null, giveUpMembership: true));
        _rig.Held.IsAway = false;
        Assert.Equal(2, _rig.Run(_rig.Rooms.Users.ReadAsync(Some.Ann, default)).Length);

        Join(ann, C);
    }

    /// <summary>An accident has left somebody in hundreds of rooms: they are asked some at a time.</summary>
    [Fact]
    public void RoomLimit_OfWhoSeemsToBeInVeryManyRooms_AsksThemSomeAtATime()
    {
        for (int i = 0; i < 3 * RoomsOfUser.Width; i++)
            _rig.Run(_rig.Rooms.Users.EnterAsync(Some.Ann, new UserRoom(new RoomId($"gone-{i}"), 7), default).AsTask());
        (int asked, int most) = (0, 0);
        _rig.Loses = message =>
        {
            asked += message switch { AskRoom { Command: ReadRoom } => 1, AnswerRoom { Reply: RoomReply.Refused } => -1, _ => 0 };
            most = Math.Max(most, asked);
            return false;
        };

        Join(Connect(_acting, Some.Ann), A);

        Assert.Equal(RoomsOfUser.Width, most);
        Same([A], RoomsOf(Some.Ann).Select(static one => one.Room));
    }

    [Fact]
    public void RoomLimit_IsNotSpent_OnRoomsThatOneDoesNotGetInto()
    {
        ClientSession ann = Connect(_acting, Some.Ann, mayCreate: false);
        Join(Connect(_reading, Some.Bob), A);
        Join(Connect(_reading, Some.Bob), B);
        for (int i = 0; i < 5; i++)
            Assert.Equal(RoomRefusal.RoomNotFound, Refusal(ann, new RoomId($"none-{i}")));

        Join(ann, A);
        Join(ann, B);
    }

    [Fact]
    public void RoomLimit_WhileTheDirectoryIsAway_IsNotKnown_AndWhoIsHereGoesOn()
    {
        ClientSession ann = Connect(_acting, Some.Ann);
        Join(ann, A);
        _rig.Held.IsAway = true;

        Assert.Throws<StoreAwayException>(() => _rig.Run(ann.JoinAsync(B, null, null, echo: true)));
        Join(ann, A);
        Assert.IsType<RoomReply.Published>(_rig.Run(ann.PublishAsync(A, null, new MessageBody(Some.Json("x")))));
    }

    /// <summary>Between log and directory the owner dies; nobody ever asks for the room again.</summary>
    [Fact]
    public void WhatADeadOwnerOwed_IsToldByTheNext_ThoughNobodyAsks()
    {
        ClientSession ann = Connect(_acting, Some.Ann);
        Join(ann, A);
        Join(ann, B);
        _rig.Held.IsSlow = true;
        Ask(_acting, A, new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Archive });
        Ask(_acting, B, Some.Join(Some.Bob, mayCreate: false));
        Same([A, B], Listed());
        Die();

        Same([B], Listed());
        Same([B], _rig.Run(_rig.Rooms.Users.ReadAsync(Some.Bob, default)).Select(static one => one.Room));
    }

    [Fact]
    public void WhatADeadOwnerOwed_IsTold_ThoughTheLogCannotBeReadAtFirst()
    {
        Ask(_acting, A, Some.Join(Some.Ann)); // nobody listens: that would be reading, too
        _rig.Held.IsSlow = true;
        Ask(_acting, A, new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Archive });
        _rig.Log.FailsReads = true;
        Die();
        Assert.Equal([A], Listed());
        int reads = _rig.Log.Reads.Count;
        _rig.Pass(TakeOver);
        Assert.InRange(_rig.Log.Reads.Count - reads, 0, 20); // tried now and then

        _rig.Log.FailsReads = false;
        _rig.Pass(TakeOver);
        Assert.Empty(Listed());
    }

    /// <summary>The room is read again before that, and is not there: and nobody ever asks for it again.</summary>
    [Fact]
    public void Room_WhoseCreationLandsAfterItWasGivenUp_IsListed()
    {
        _rig.Log.HoldsAppends = true;
        Task<RoomReply> asked = _acting.Router.AskAsync(A, Some.Join(Some.Ann));
        _rig.Turns.Run();
        HeldAppend creation = _rig.Log.TakeHeld();
        (_rig.Log.HoldsAppends, _rig.Log.FailsAppends) = (false, true);
        creation.GetLost();
        _rig.Pass(TimeSpan.FromSeconds(15));
        Assert.IsType<RoomReply.Unavailable>(_rig.Run(asked));

        _rig.Log.FailsAppends = false;
        creation.ArriveLate();
        _rig.Pass(TimeSpan.FromMinutes(2));

        Same([A], Listed());
        Same([A], RoomsOf(Some.Ann).Select(static one => one.Room));
        Assert.Empty(_rig.Run(_rig.Rooms.Debts.ReadAsync(_owner.Shards.Current.ShardOf(A), default)));
    }

    [Fact]
    public void RoomThatWasDeletedByADeadOwner_IsNowhere()
    {
        ClientSession ann = Connect(_acting, Some.Ann);
        Join(ann, A);
        Mark(Some.Ann, A, 2);
        _rig.Held.IsSlow = true;
        Ask(_acting, A, new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Delete });
        Die();

        Assert.Empty(Listed());
        Assert.Empty(RoomsOf(Some.Ann));
        Assert.Empty(_rig.Run(_rig.Rooms.Markers.ReadAsync(A, [Some.Ann], default)));
    }

    [Fact]
    public void WhatIsOnItsWay_AtAHandOver_IsToldByTheNextOwner()
    {
        ClientSession ann = Connect(_acting, Some.Ann);
        Join(ann, A);
        _rig.Held.IsDeaf = true;
        Ask(_acting, A, Some.Join(Some.Bob, mayCreate: false));
        _rig.HandOver(_reading.Self);
        _rig.Held.IsDeaf = false;
        _rig.Pass(TakeOver);

        Same([A], _rig.Run(_rig.Rooms.Users.ReadAsync(Some.Bob, default)).Select(static one => one.Room));
        Same([2], _rig.Run(_reading.Listing.ReadAsync(new ListingQuery(), default)).Rooms.Select(static one => one.MemberCount));
    }

    [Fact]
    public void Marker_SetOnOneNode_IsReadOnAnother_AtOnce()
    {
        Join(Connect(_acting, Some.Ann), A);
        Join(Connect(_acting, Some.Bob), A);
        for (long seq = 1; seq <= 3; seq++)
        {
            Mark(Some.Bob, A, seq);
            Same([(Some.Ann, 2), (Some.Bob, Math.Max(3, seq))], Markers(A));
        }

        Publish(Some.Ann, A, 5);
        Mark(Some.Bob, A, 8);
        Mark(Some.Bob, A, 4);
        Same([(Some.Ann, 2), (Some.Bob, 8L)], Markers(A));
    }

    [Fact]
    public void Markers_AreStoredOnceASecond()
    {
        Join(Connect(_acting, Some.Ann), A);
        Publish(Some.Ann, A, 50);
        _rig.Pass(TimeSpan.FromSeconds(2));
        int before = _rig.Held.MarkersStored;
        for (int i = 0; i < 50; i++)
        {
            Mark(Some.Ann, A, i + 3);
            _rig.Pass(TimeSpan.FromMilliseconds(100)); // five seconds in all
        }

        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.InRange(_rig.Held.MarkersStored - before, 4, 7);
        Same([new ReadMarker(Some.Ann, 52)], _rig.Run(_rig.Rooms.Markers.ReadAsync(A, [Some.Ann], default)));
    }

    [Fact]
    public void Markers_WhileTheStoreIsAway_AreKept()
    {
        Join(Connect(_acting, Some.Ann), A);
        Publish(Some.Ann, A, 5);
        _rig.Held.IsAway = true;
        Mark(Some.Ann, A, 4);
        _rig.Pass(TimeSpan.FromSeconds(3));
        Mark(Some.Ann, A, 6);
        _rig.Held.IsAway = false;
        _rig.Pass(TimeSpan.FromSeconds(2));

        Same([new ReadMarker(Some.Ann, 6)], _rig.Run(_rig.Rooms.Markers.ReadAsync(A, [Some.Ann], default)));
    }

    [Fact]
    public void Marker_OutlivesTheOwner_AndWhatIsNotStoredYetAHandOver()
    {
        Join(Connect(_acting, Some.Ann), A);
        Publish(Some.Ann, A, 5);
        Mark(Some.Ann, A, 3);
        Mark(Some.Ann, A, 5); // waits for its second
        _rig.HandOver(_reading.Self);
        Same([(Some.Ann, 5L)], Markers(A));

        _rig.Kill(_reading);
        _rig.Directory.Favourite = _acting.Self;
        _rig.Pass(TakeOver);
        Same([(Some.Ann, 5L)], Markers(A, _acting));
    }

    [Fact]
    public void Markers_AreForMembers()
    {
        Join(Connect(_acting, Some.Ann), A);

        Assert.Equal(RoomRefusal.NotAMember, Assert.IsType<RoomReply.Refused>(Ask(_acting, A, new MarkRead { By = Some.Bob, Request = default, Seq = 1 })).Why);
        Assert.Equal(
            RoomRefusal.NotAMember,
            Assert.IsType<RoomReply.Refused>(
                _rig.Run(_reading.Markers.ReadAsync(A, new ReadMembers { By = Some.Bob, Request = default }, default)).Refusal).Why);

        // Above the roles one may mark, and has no marker.
        Ask(_acting, A, new MarkRead { By = Some.Bob, Request = default, Seq = 1, IsPrivileged = true });
        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Empty(_rig.Run(_rig.Rooms.Markers.ReadAsync(A, [Some.Bob], default)));
    }

    /// <summary>Large messages in many rooms: an answer reads so much of logs, and says where to go on.</summary>
    [Fact]
    public void Unread_OfRoomsWithLargeMessages_IsReadInShorterPages()
    {
        var large = new MessageBody(Some.Json(new string('x', 60_000)));
        RoomId[] rooms = [.. Enumerable.Range(10, 20).Select(static i => new RoomId($"r{i}"))];
        foreach (RoomId room in rooms)
        {
            Ask(_acting, room, Some.Join(Some.Ann));
            Ask(_acting, room, Some.Join(Some.Bob));
            for (int i = 0; i < 60; i++)
                Ask(_acting, room, new PublishMessage { By = Some.Ann, Request = Some.NewRequest(), Body = large });
        }

        var all = new List<UnreadRoom>();
        RoomId? after = null;
        do
        {
            UserRoomsPage<UnreadRoom> page = _rig.Run(_reading.Markers.ReadUnreadAsync(Some.Bob, after, 100, default)).Page!;
            Assert.InRange(page.Rooms.Length, 1, 8);
            all.AddRange(page.Rooms);
            after = page.Next;
        }
        while (after is not null);

        Same(rooms, all.Select(static one => one.Room));
        Assert.All(all, static one => Assert.True(one.Count == 60 || one.IsCapped));
    }

    [Fact]
    public void RoomsOfAUser_OfWhichMuchIsToldIsReadInShorterPages()
    {
        RoomId[] rooms = [.. Enumerable.Range(10, 60).Select(static i => new RoomId($"r{i}"))];
        byte[] metadata = System.Text.Encoding.UTF8.GetBytes($$"""{"k":"{{new string('x', 8_000)}}"}""");
        foreach (RoomId room in rooms)
            Ask(_acting, room, new CreateRoom { By = Some.Ann, Request = Some.NewRequest(), Settings = new RoomSettings { Metadata = metadata } });

        UserRoomsPage<EnteredRoom> first = _rig.Run(_reading.RoomsOf.ReadAsync(Some.Ann, after: null, 100, default)).Page!;
        UserRoomsPage<EnteredRoom> second = _rig.Run(_reading.RoomsOf.ReadAsync(Some.Ann, first.Next, 100, default)).Page!;

        Assert.InRange(first.Rooms.Length, 20, 40);
        Same(rooms, first.Rooms.Concat(second.Rooms).Select(static one => one.Room));
        Assert.Null(second.Next);
    }

    [Fact]
    public void Unread_IsWhatOthersWroteBehindTheMarker()
    {
        Join(Connect(_acting, Some.Ann), A);
        Join(Connect(_acting, Some.Bob), A);
        Join(Connect(_acting, Some.Bob), B);
        Publish(Some.Ann, A, 3); // 4, 5, 6
        Publish(Some.Bob, A, 2); // 7, 8
        Publish(Some.Ann, A, 1); // 9

        Same([(A, 4, false, 9L, 3L), (B, 0, false, 2L, 2L)], Unread(Some.Bob));
        Mark(Some.Bob, A, 5);
        Assert.Equal((A, 2, false, 9L, 5L), Unread(Some.Bob)[0]);
        Mark(Some.Bob, A, 9);
        Assert.Equal((A, 0, false, 9L, 9L), Unread(Some.Bob)[0]);
    }

    /// <summary>How many messages of somebody else, of one's own behind them; what is counted, and whether there may be more.</summary>
    public static TheoryData<int, int, int, bool> Amounts => new()
    {
        { 99, 0, 99, false },
        { 100, 0, 100, false },
        { 101, 0, 100, true },
        { 400, 0, 100, true },
        { 7, 900, 7, false },
        { 7, 1_100, 7, true }, // not looked through to the end
    };

    [Theory]
    [MemberData(nameof(Amounts))]
    public void Unread_IsExactUpToAHundred(int others, int own, int counted, bool isCapped)
    {
        Join(Connect(_acting, Some.Ann), A);
        Join(Connect(_acting, Some.Bob), A);
        Publish(Some.Ann, A, others);
        Publish(Some.Bob, A, own);

        Assert.Equal((A, counted, isCapped, 3L + others + own, 3L), Assert.Single(Unread(Some.Bob)));
    }

    [Fact]
    public void Listing_GoesThroughABoundedPartOfTheList()
    {
        for (int i = 0; i < RoomListing.MaxLookedAt + 10; i++)
        {
            _rig.Run(_rig.Rooms.Public.SetAsync(new RoomId($"r{i:0000}"), 1, new ListedRoom
            {
                Room = new RoomId($"r{i:0000}"), MemberCount = 1, MaxMembers = 1, CreatedAt = Some.Noon,
                Name = i == RoomListing.MaxLookedAt + 5 ? "the needle" : "hay",
            }, default).AsTask());
        }

        ListingPage first = _rig.Run(_reading.Listing.ReadAsync(new ListingQuery { Words = "needle" }, default));
        Assert.Empty(first.Rooms);
        ListingPage second = _rig.Run(_reading.Listing.ReadAsync(new ListingQuery { Words = "needle", After = first.Next }, default));
        Assert.Single(second.Rooms);
        Assert.Null(second.Next);
    }

    private static NodeOptions Options => new()
    {
        Mailboxes = new MailboxOptions { MessagesPerSecond = 0, MaxLogEntries = 20_000 }, Sessions = new SessionOptions { MaxRooms = 2 },
    };

    private StreamingNode AddNode(string id) => _rig.AddNode(id, Options);

    private ClientSession Connect(StreamingNode node, UserId user, bool mayCreate = true) =>
        _rig.Run(node.Sessions.OpenAsync(new SessionRequest(user, Role.Member, mayCreate, null), new RecordingSink(), default));

    private void Join(ClientSession session, RoomId room)
    {
        JoinOutcome outcome = _rig.Run(session.JoinAsync(room, null, null, echo: true));
        Assert.IsType<RoomReply.Joined>(outcome.Reply);
        outcome.StartDelivery();
        _rig.Turns.Run();
    }

    private RoomRefusal Refusal(ClientSession session, RoomId room) =>
        Assert.IsType<RoomReply.Refused>(_rig.Run(session.JoinAsync(room, null, null, echo: true)).Reply).Why;

    private RoomReply Ask(StreamingNode node, RoomId room, RoomCommand command) => _rig.Run(node.Router.AskAsync(room, command));

    private void Mark(UserId user, RoomId room, long seq) =>
        Assert.IsType<RoomReply.Done>(Ask(_acting, room, new MarkRead { By = user, Request = default, Seq = seq }));

    private void Publish(UserId user, RoomId room, int count)
    {
        for (int i = 0; i < count; i++)
            Assert.IsType<RoomReply.Published>(Ask(_acting, room, Some.Publish(user)));
    }

    /// <summary>The owner dies with all that is on its way to the directory.</summary>
    private void Die()
    {
        _rig.Kill(_owner);
        _rig.Held.Lose();
        _rig.Directory.Favourite = _acting.Self;
        _rig.Pass(TakeOver);
    }

    private IEnumerable<RoomId> Listed() =>
        _rig.Run(_reading.Listing.ReadAsync(new ListingQuery(), default)).Rooms.Select(static one => one.Room);

    private ImmutableArray<EnteredRoom> RoomsOf(UserId user) => _rig.Run(_reading.RoomsOf.ReadAsync(user, after: null, 10, default)).Page!.Rooms;

    private IEnumerable<(UserId, long)> Markers(RoomId room, StreamingNode? node = null) =>
        _rig.Run((node ?? _reading).Markers.ReadAsync(room, new ReadMembers { By = Some.Ann, Request = default }, default)).Page!.Markers
            .Select(static one => (one.User, one.Seq));

    private (RoomId, int, bool, long, long)[] Unread(UserId user) =>
        [.. _rig.Run(_reading.Markers.ReadUnreadAsync(user, after: null, 10, default)).Page!.Rooms
            .Select(static one => (one.Room, one.Count, one.IsCapped, one.LastSeq, one.Marker))];

    private static void Same<T>(IEnumerable<T> expected, IEnumerable<T> actual) => Assert.Equal(expected, actual);
}

using System.Collections.Immutable;
using System.Threading.Channels;
using Streaming.Actors.Ids;
using Streaming.Actors.Operations;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Xunit;

namespace Streaming.Contracts;

/// <summary>
/// What every <see cref="IPeerLink"/> does on a network that is well. It may double a message at any time, so these
/// tests look at first arrivals; that nodes live with losses is the simulation's part.
/// </summary>
public abstract class PeerLinkContract : IAsyncLifetime
{
    private static readonly RoomId Room = new("lobby");

    private LinksUnderTest _under = null!;

    protected abstract ValueTask<LinksUnderTest> CreateAsync();

    public async Task InitializeAsync() => _under = await CreateAsync();

    public Task DisposeAsync() => _under.DisposeAsync().AsTask();

    /// <summary>Everything that nodes say to each other.</summary>
    public static TheoryData<int, string> Vocabulary
    {
        get
        {
            var names = new TheoryData<int, string>();
            for (int i = 0; i < Messages.Length; i++)
                names.Add(i, Messages[i].GetType().Name);

            return names;
        }
    }

    private static ImmutableArray<PeerMessage> Messages { get; } =
    [
        new AskRoom(1, Room, 1 << 20, new JoinRoom { By = Sample.Bob, Request = new("q1"), Origin = new("c1"), As = Role.Guest, MayCreate = true, OnlyMembers = true }),
        new AskRoom(1, Room, (1L << 53) - 1, new JoinRoom
        {
            By = Sample.Ann, Request = new("q1"), As = Role.Owner, MayCreate = false, Since = new RoomPosition(57, Sample.Epoch),
        }),
        new AskRoom(1, Room, 0, new JoinRoom { By = Sample.Ann, Request = new("q1"), As = Role.Admin, MayCreate = false, Since = new RoomPosition(0, null) }),
        new AskRoom(long.MaxValue, Room, 1 << 20, new LeaveRoom { By = Sample.Bob, Request = new("~c~1") }),
        new AskRoom(2, Room, 1 << 20, new PublishMessage
        {
            By = Sample.Ann, Request = new("é \" 7"), Origin = new("c1"), Body = new MessageBody(Sample.Data, "{}"u8.ToArray(), "text/plain", "t1"),
        }),
        new AskRoom(3, Room, 1 << 20, new ReadRoom { By = Sample.Ann, Request = default }),
        new AskRoom(0, Room, 1 << 20, new SetTyping { By = Sample.Ann, Request = default, IsTyping = true }),
        new AskRoom(0, Room, 1 << 20, new UpdateRoster { By = Sample.Ann, Request = default, Status = new UserStatus(Availability.Busy, "in a meeting 🦊", "{}"u8.ToArray(), "drawing", Devices.Mobile | Devices.Web), Term = 3 << 20 }),
        new AskRoom(4, Room, 1 << 20, new ReadRoster { By = Sample.Ann, Request = default }),
        new AskRoom(5, Room, 1 << 20, new PutMember { By = Sample.Ann, Request = new("q2"), Target = Sample.Bob, IsPrivileged = true, OnlyAsks = true }),
        new AskRoom(5, Room, 1 << 20, new PutMember
        {
            By = Sample.Ann, Request = new("q3"), Target = Sample.Bob, Role = Role.Guest, Permissions = (Permissions.None, Permissions.SendMessage),
        }),
        new AnswerRoom(5, new RoomReply.Possible([Sample.Ann, Sample.Bob])),
        new AnswerRoom(1, new RoomReply.Joined(Sample.Epoch, 57, 12, Role.Moderator, 3)),
        new AnswerRoom(2, new RoomReply.Published(new MessageId(Sample.Epoch, 58), Sample.Noon)),
        new AnswerRoom(3, new RoomReply.Readable(Sample.Epoch, 1, 58)),
        new AnswerRoom(4, new RoomReply.RosterRead(new RosterSnapshot(7, [new RosterEntry(Sample.Ann, UserStatus.Online)]))),
        new AnswerRoom(5, RoomReply.Done.Instance),
        new AnswerRoom(6, new RoomReply.Refused(RoomRefusal.NotAMember)),
        new AnswerRoom(7, new RoomReply.Throttled(TimeSpan.FromMilliseconds(420))),
        new AnswerRoom(8, new RoomReply.Unavailable("the log is away")),
        new AnswerRoom(9, RoomReply.TimedOut.Instance),
        new AnswerRoom(10, new RoomReply.Faulted("trace-1")),
        new AnswerRoom(11, RoomReply.Moved.Instance),
        new StartListening(Room),
        new StartListening(Room, MissesRoster: true, Term: (1L << 53) - 1, RosterHeard: (1L << 53) - 2),
        new StopListening(Room),
        MessagesMissed.Instance,
        new EventsCommitted(Room, Sample.Epoch, Sample.OneOfEach),
        new HeadAnnounced(Room, Sample.Epoch, 12, 58, Roster: 1_048_577),
        new EphemeralRaised(Room, new TypingChanged(Sample.Ann, IsTyping: true)),
        new EphemeralRaised(Room, new PresenceChanged(8, [new RosterEntry(Sample.Bob, UserStatus.Offline)])),
        new EphemeralRaised(Room, new PresenceCounted(9, 1_200)),
        new EphemeralRaised(Room, new PresenceReplaced(new RosterSnapshot(10, []) { Count = 1_201 })),
        new AnswerRoom(4, new RoomReply.RosterRead(new RosterSnapshot(10, []) { Count = 1_201 })),
        new EphemeralRaised(Room, new PresenceReplaced(new RosterSnapshot(2L << 40, [new RosterEntry(Sample.Bob, UserStatus.Online)]))),
        new PresenceReported(
            Sample.Ann, "life-1", 9, [Room, new("other")], [new BrokenStay(new("third"), TimeSpan.FromMilliseconds(1234))],
            new UserStatus(Availability.Away), 12),
        new PresenceReported(Sample.Ann, "life-1", 11, [Anywhere.Room, Room], [], Status: null, 0, Term: 3)
        {
            Devices = Devices.Mobile | Devices.Web, IsIdle = true,
        },
        new PresenceReported(Sample.Ann, "life-1", 12, [Room], [new BrokenStay(Anywhere.Room, TimeSpan.FromMilliseconds(5))], Status: null, 0, Term: 3),
        new PresenceReported(Sample.Ann, "life-1", 10, [], [], Status: null, 0, Term: (1L << 53) - 1),
        new PresenceHeard(Sample.Ann, 3 << 20, 9, new UserStatus(Availability.Busy, "in a meeting"), 13),
        new AskNode(10, new NodeQuestion.EndLogin("5f2b")),
        new AskNode(9, new NodeQuestion.SetPresence(Sample.Ann, new UserStatus(Availability.Busy, "in a meeting"), "put-1")),
        new PresenceWatched(Sample.Ann, (1L << 53) - 1),
        new PresenceUnwatched(Sample.Ann),
        new PresenceTold(Sample.Ann, 3 << 20, 9, new UserStatus(Availability.Busy, "in a meeting", Activity: "drawing", Devices: Devices.Web)),
        new PresenceTold(Sample.Ann, (1L << 53) - 1, 10, UserStatus.Offline, new DateTimeOffset(2030, 1, 1, 12, 0, 0, 123, TimeSpan.Zero)),
        DirectoryChanged.Instance,
        new ShardsPassed(7),
        new ShardsTakenUp(7),
        new SessionTaken(new SessionId("s1"), "token-1"),
    ];

    [Theory]
    [MemberData(nameof(Vocabulary))]
    public async Task Send_CarriesEveryMessage_WithAllThatIsInIt(int index, string name)
    {
        Assert.NotEmpty(name);
        var inbox = new Inbox(_under.B);
        _under.A.Send(_under.B.Self, Messages[index]);

        (NodeId from, PeerMessage message) = (await inbox.TakeAsync(1))[0];
        Assert.Equal(_under.A.Self, from);
        Content.AssertSame(Messages[index], message);
    }

    [Fact]
    public async Task Send_ToItself_Arrives()
    {
        var inbox = new Inbox(_under.A);
        _under.A.Send(_under.A.Self, new StartListening(Room));

        Assert.Equal(_under.A.Self, (await inbox.TakeAsync(1))[0].From);
    }

    [Fact]
    public async Task Send_ReachesOnlyTheOneMeant()
    {
        Inbox b = new(_under.B), c = new(_under.C);
        _under.A.Send(_under.B.Self, new StartListening(Room));
        await b.TakeAsync(1);
        _under.A.Send(_under.C.Self, new StopListening(Room));

        Assert.All(await c.TakeAsync(1), one => Assert.IsType<StopListening>(one.Message));
    }

    [Fact]
    public async Task Send_FromOneToOne_KeepsTheOrder()
    {
        var inbox = new Inbox(_under.B);
        for (int i = 1; i <= 500; i++)
            _under.A.Send(_under.B.Self, new HeadAnnounced(Room, Sample.Epoch, 1, i));

        IEnumerable<long> heads = (await inbox.TakeAsync(500)).Select(one => ((HeadAnnounced)one.Message).Head).Distinct();
        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), heads);
    }

    [Fact]
    public async Task Send_FromMany_KeepsEachOnesOrder()
    {
        var inbox = new Inbox(_under.C);
        await Task.WhenAll(new[] { _under.A, _under.B }.Select(link => Task.Run(() =>
        {
            for (int i = 1; i <= 200; i++)
                link.Send(_under.C.Self, new HeadAnnounced(Room, Sample.Epoch, 1, i));
        })));

        foreach (var each in (await inbox.TakeAsync(400)).GroupBy(one => one.From))
            Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), each.Select(one => ((HeadAnnounced)one.Message).Head).Distinct());
    }

    [Fact]
    public async Task Send_ToANodeThatIsNotThere_IsLostQuietly()
    {
        var inbox = new Inbox(_under.B);
        _under.A.Send(new NodeId("nobody"), new StartListening(Room));
        _under.A.Send(_under.B.Self, new StopListening(Room));

        Assert.IsType<StopListening>((await inbox.TakeAsync(1))[0].Message);
    }

    private sealed class Inbox
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

        private readonly Channel<(NodeId From, PeerMessage Message)> _arrivals = Channel.CreateUnbounded<(NodeId, PeerMessage)>();
        private readonly List<(NodeId From, PeerMessage Message)> _taken = [];

        public Inbox(IPeerLink link) => link.Receive((from, message) => _arrivals.Writer.TryWrite((from, message)));

        /// <summary>Waits for so many messages that differ.</summary>
        public async Task<IReadOnlyList<(NodeId From, PeerMessage Message)>> TakeAsync(int count)
        {
            using var deadline = new CancellationTokenSource(Patience);
            while (_taken.Distinct().Count() < count)
            {
                _taken.Add(await _arrivals.Reader.ReadAsync(deadline.Token));
                while (_arrivals.Reader.TryRead(out (NodeId, PeerMessage) more))
                    _taken.Add(more);
            }

            return _taken;
        }
    }
}

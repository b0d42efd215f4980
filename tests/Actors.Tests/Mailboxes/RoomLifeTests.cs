using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>What a room does by itself as time goes by.</summary>
public sealed class RoomLifeTests : IDisposable
{
    private readonly RoomRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Idle_PassivatesAfterAMinute_AndComesBackAsItWas()
    {
        _rig.OpenRoom();
        Ask before = _rig.Ask(Some.Publish(Some.Ann, request: "q1"));

        _rig.Pass(TimeSpan.FromSeconds(58));
        Assert.Equal(1, _rig.Host.ActiveRooms);
        _rig.Pass(TimeSpan.FromSeconds(3));
        Assert.Equal(0, _rig.Host.ActiveRooms);
        Assert.Equal(0, _rig.Wheel.Count);

        Ask repeated = _rig.Ask(Some.Publish(Some.Ann, request: "q1"));
        Assert.Equal(before.Reply, repeated.Reply);
        Assert.Equal(5, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Bob)).Reply).Message.Seq);
    }

    [Fact]
    public void Used_DoesNotPassivate()
    {
        _rig.OpenRoom();
        for (int i = 0; i < 6; i++)
        {
            _rig.Pass(TimeSpan.FromSeconds(30));
            _rig.Ask(Some.Read(Some.Ann));
        }

        Assert.Equal(1, _rig.Host.ActiveRooms);
    }

    [Fact]
    public void SomebodyHere_KeepsTheRoom_UntilTheyAreGone()
    {
        _rig.OpenRoom();
        _rig.Ask(Here(Some.Ann, UserStatus.Online));

        _rig.Pass(TimeSpan.FromMinutes(10));
        Assert.Equal(1, _rig.Host.ActiveRooms);

        _rig.Ask(Here(Some.Ann, UserStatus.Offline));
        _rig.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(0, _rig.Host.ActiveRooms);
    }

    [Fact]
    public void AskedOfARoomThatIsNotThere_LeavesNothingBehind()
    {
        Ask ask = _rig.Ask(Some.Publish(Some.Ann));

        Assert.Equal(RoomRefusal.RoomNotFound, Assert.IsType<RoomReply.Refused>(ask.Reply).Why);
        Assert.Equal(0, _rig.Host.ActiveRooms);
        Assert.Equal(0, _rig.Wheel.Count);
    }

    [Fact]
    public void Head_IsTold_WhenANodeBeginsToListen()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Turns.Run();

        HeadAnnounced told = Assert.Single(_rig.Link.Messages<HeadAnnounced>());
        Assert.Equal((_rig.Epoch(), 1L, 3L), (told.Epoch, told.FirstSeq, told.Head));
    }

    [Fact]
    public void Head_IsToldOnceASecondWhileTheRoomIsActive_AndNotAfter()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Turns.Run();
        _rig.Pass(TimeSpan.FromSeconds(5));
        _rig.Link.Sent.Clear();

        for (int i = 0; i < 50; i++)
        {
            _rig.Ask(Some.Publish(Some.Ann));
            _rig.Pass(TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(_rig.Link.Messages<HeadAnnounced>().Count(), 4, 5);

        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(53, _rig.Link.Messages<HeadAnnounced>().Last().Head);
        int told = _rig.Link.Messages<HeadAnnounced>().Count();
        _rig.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(told, _rig.Link.Messages<HeadAnnounced>().Count());
    }

    [Fact]
    public void Head_AskedForInTheMiddleOfATurn_IsTold()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Turns.Run();
        _rig.Link.Sent.Clear();
        _rig.Link.OnNextSend = () => _rig.Host.StartListening(Some.Room, new NodeId("n3"));

        _rig.Ask(Some.Publish(Some.Ann));

        Assert.Contains(_rig.Link.Sent, sent => sent is { To.Value: "n3", Message: HeadAnnounced { Head: 4 } });
    }

    [Fact]
    public void Alarm_DueInTheMiddleOfATurn_IsNotMissed()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Turns.Run();
        _rig.Ask(Some.Typing(Some.Ann));
        _rig.Link.OnNextSend = () => _rig.Clock.Advance(TimeSpan.FromSeconds(6)); // a turn that the machine held up

        _rig.Ask(Some.Publish(Some.Bob));

        Assert.Equal(new TypingChanged(Some.Ann, false), Typing().Last());
    }

    [Fact]
    public void BusyRoom_LetsOthersHaveTheirTurn()
    {
        var other = new RoomId("other");
        _rig.OpenRoom();
        _rig.OpenRoom(other);
        for (int i = 0; i < 3_000; i++)
            _rig.Post(Some.Publish(Some.Ann));
        Ask elsewhere = _rig.Post(Some.Publish(Some.Ann), other);

        _rig.Turns.RunOne();
        Assert.InRange(_rig.Page().LastSeq, 4, 3 + 1_024);
        _rig.Turns.RunOne();
        Assert.True(elsewhere.IsAnswered);
        _rig.Turns.Run();
        Assert.Equal(3_003, _rig.Page().LastSeq);
    }

    [Fact]
    public void Throttle_TellsTheTrueWait()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 10 });
        rig.OpenRoom();
        for (int i = 0; i < 10; i++)
            Assert.IsType<RoomReply.Published>(rig.Ask(Some.Publish(Some.Ann)).Reply);

        var throttled = Assert.IsType<RoomReply.Throttled>(rig.Ask(Some.Publish(Some.Bob)).Reply);
        Assert.Equal(TimeSpan.FromMilliseconds(100), throttled.RetryAfter);
        Assert.Equal(13, rig.Page().LastSeq);

        rig.Clock.Advance(throttled.RetryAfter);
        Assert.IsType<RoomReply.Published>(rig.Ask(Some.Publish(Some.Bob)).Reply);
        Assert.IsType<RoomReply.Throttled>(rig.Ask(Some.Publish(Some.Bob)).Reply);
    }

    [Fact]
    public void Throttle_SparesRetriesOfWhatIsLogged_AndRefusalsCostNothing()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 2 });
        rig.OpenRoom();
        rig.Ask(Some.Publish(Some.Ann, request: "q1"));
        for (int i = 0; i < 5; i++)
        {
            Assert.IsType<RoomReply.Published>(rig.Ask(Some.Publish(Some.Ann, request: "q1")).Reply);
            Assert.IsType<RoomReply.Refused>(rig.Ask(Some.Publish(Some.Cy)).Reply);
        }

        Assert.IsType<RoomReply.Published>(rig.Ask(Some.Publish(Some.Ann)).Reply);
    }

    /// <summary>Everything that listeners are sent counts alike, but for what stops a flood, and for those who come and go.</summary>
    [Theory]
    [InlineData("edit", true)]
    [InlineData("delete", true)]
    [InlineData("delete another's", false)]
    [InlineData("react", true)]
    [InlineData("pin", true)]
    [InlineData("signal", true)]
    [InlineData("warn", true)]
    [InlineData("role", true)]
    [InlineData("add", true)]
    [InlineData("settings", true)]
    [InlineData("settings, by a back end", false)]
    [InlineData("invite", true)]
    [InlineData("mute", false)]
    [InlineData("kick", false)]
    [InlineData("ban", false)]
    [InlineData("lock", false)]
    [InlineData("join", false)]
    [InlineData("leave", false)]
    public void Throttle_CountsWhatListenersAreSent(string what, bool counts)
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 2 });
        rig.OpenRoom();
        var mine = Assert.IsType<RoomReply.Published>(rig.Ask(Some.Publish(Some.Ann)).Reply).Message;
        var theirs = Assert.IsType<RoomReply.Published>(rig.Ask(Some.Publish(Some.Bob)).Reply).Message;
        var (one, another) = (new MessageTarget(mine.Epoch, mine.Seq, Some.Ann), new MessageTarget(theirs.Epoch, theirs.Seq, Some.Bob));
        RoomCommand command = what switch
        {
            "edit" => Some.Annotate(Some.Ann, MessageAction.Edit, one),
            "delete" => Some.Annotate(Some.Ann, MessageAction.Delete, one),
            "delete another's" => Some.Annotate(Some.Ann, MessageAction.Delete, another),
            "react" => Some.Annotate(Some.Ann, MessageAction.AddReaction, another),
            "pin" => Some.Annotate(Some.Ann, MessageAction.Pin, another),
            "signal" => new SendSignal { By = Some.Ann, Request = default, To = Some.Bob, Data = "{}"u8.ToArray() },
            "warn" => Some.Moderate(Some.Ann, ModerationKind.Warn, Some.Bob.Value),
            "role" => Some.Moderate(Some.Ann, ModerationKind.SetRole, Some.Bob.Value, Role.Moderator),
            "add" => Some.Moderate(Some.Ann, ModerationKind.Add, Some.Cy.Value),
            "settings" => new UpdateRoom { By = Some.Ann, Request = Some.NewRequest(), Patch = new RoomPatch { Name = "calmer" } },
            "settings, by a back end" => new UpdateRoom
            {
                By = new UserId("backend"), Request = Some.NewRequest(), IsPrivileged = true, Patch = new RoomPatch { Name = "calmer" },
            },
            "invite" => new CreateInvite { By = Some.Ann, Request = Some.NewRequest(), Code = "abcdefgh", Role = Role.Member, MaxUses = 1 },
            "mute" => Some.Moderate(Some.Ann, ModerationKind.Mute, Some.Bob.Value),
            "kick" => Some.Moderate(Some.Ann, ModerationKind.Kick, Some.Bob.Value),
            "ban" => Some.Moderate(Some.Ann, ModerationKind.Ban, Some.Bob.Value),
            "lock" => new SetRoomStatus { By = Some.Ann, Request = Some.NewRequest(), Action = RoomAction.Lock },
            "join" => Some.Join(Some.Cy),
            _ => Some.Leave(Some.Bob),
        };

        long head = rig.Page().LastSeq;
        RoomReply? reply = rig.Ask(command).Reply;

        Assert.Equal(counts, reply is RoomReply.Throttled);
        Assert.Equal(counts ? head : head + 1, rig.Page().LastSeq);
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.IsNotType<RoomReply.Throttled>(rig.Ask(command).Reply);
    }

    [Fact]
    public void Throttle_DoesNotChargeACommandTwiceForTheLogsFault()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 3 });
        rig.OpenRoom();
        rig.Log.HoldsAppends = true;
        Ask[] asks = [.. Enumerable.Range(0, 3).Select(i => rig.Ask(Some.Publish(Some.Ann, $"{i}")))];
        rig.Log.TakeHeld().GetLost();
        rig.Log.HoldsAppends = false;
        rig.Turns.Run();

        Assert.All(asks, ask => Assert.IsType<RoomReply.Published>(ask.Reply));
    }

    [Fact]
    public void LongRoom_IsSnapshotThenTrimmed_AndComesBackWhole()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, MaxLogEntries = 1_000 });
        rig.OpenRoom();
        for (int i = 0; i < 3_000; i++)
        {
            rig.Ask(Some.Publish(Some.Ann, $"{i}", request: $"q{i}"));
            rig.Clock.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.Contains(rig.Log.Keeping, one => one.StartsWith("trim", StringComparison.Ordinal));
        for (int i = 0; i < rig.Log.Keeping.Count; i++)
        {
            // Never a trim without the snapshot before it that covers what goes.
            if (rig.Log.Keeping[i].Split(' ') is ["trim", var first])
                Assert.True(long.Parse(rig.Log.Keeping[i - 1].Split(' ')[1]) >= long.Parse(first));
        }

        Assert.InRange(rig.Page().Events.Length, 1_000, 1_600);
        Assert.Equal(3_003, rig.Page().LastSeq);

        rig.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(0, rig.Host.ActiveRooms);

        var joined = Assert.IsType<RoomReply.Joined>(rig.Ask(Some.Join(Some.Bob)).Reply);
        Assert.Equal((3_003L, 2, Role.Member, rig.Page().FirstSeq), (joined.Seq, joined.MemberCount, joined.Role, joined.FirstSeq));

        // A request whose entry was trimmed is still remembered, from the snapshot.
        Assert.Equal(3 + 1 + 700, Assert.IsType<RoomReply.Published>(rig.Ask(Some.Publish(Some.Ann, "700", request: "q700")).Reply).Message.Seq);
        Assert.Equal(3_003, rig.Page().LastSeq);
    }

    [Fact]
    public void Snapshot_Failing_HarmsNothing_AndIsTriedAgain()
    {
        _rig.OpenRoom();
        _rig.Log.FailsSnapshots = true;
        for (int i = 0; i < 600; i++)
            Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann)).Reply);
        Assert.Empty(_rig.Log.Keeping);

        _rig.Log.FailsSnapshots = false;
        _rig.Pass(TimeSpan.FromSeconds(6));
        _rig.Ask(Some.Publish(Some.Ann));
        Assert.Equal(["snapshot 604"], _rig.Log.Keeping);
    }

    private static UpdateRoster Here(UserId user, UserStatus status) => new() { By = user, Request = default, Status = status, Term = 0 };

    private IEnumerable<TypingChanged> Typing() => _rig.Link.Messages<EphemeralRaised>().Select(one => one.Event).OfType<TypingChanged>();
}

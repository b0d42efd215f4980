using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>
/// A store that comes back without its last moments: what this node was told to be logged is written again, and where
/// nobody remembers it the log goes on under another epoch. No seq is given out twice under one.
/// </summary>
public sealed class LostTailTests : IDisposable
{
    private readonly RoomRig _rig = new();

    public LostTailTests()
    {
        _rig.OpenRoom();
        foreach (string text in (string[])["a", "b", "c"])
            _rig.Ask(Some.Publish(Some.Ann, text));
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Append_FindsTheLoss_AndWritesItAgain_BeforeWhatIsNew()
    {
        Epoch epoch = _rig.Epoch();
        _rig.LoseTail(4);

        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "d"));

        Assert.Equal(7, Assert.IsType<RoomReply.Published>(ask.Reply).Message.Seq);
        Assert.Equal(["a", "b", "c", "d"], _rig.Texts());
        Assert.Equal(epoch, _rig.Epoch());
    }

    [Fact]
    public void Append_AfterALoss_AnswersARetryOfWhatWasLost_AsBefore()
    {
        Ask first = _rig.Ask(Some.Publish(Some.Ann, "d", request: "q"));
        _rig.LoseTail(4);

        Ask again = _rig.Ask(Some.Publish(Some.Ann, "d", request: "q"));
        _rig.Ask(Some.Publish(Some.Ann, "e"));

        Assert.Equal(first.Reply, again.Reply);
        Assert.Equal(["a", "b", "c", "d", "e"], _rig.Texts());
    }

    [Fact]
    public void Verify_WritesItAgain_WithoutACommand()
    {
        _rig.LoseTail(3);
        Task verified = _rig.Host.VerifyAsync(default);
        _rig.Turns.Run();

        Assert.True(verified.IsCompletedSuccessfully);
        Assert.Equal(["a", "b", "c"], _rig.Texts());
    }

    [Fact]
    public void Verify_WaitsForWhatIsUnderWay_AndFindsNothingMissing()
    {
        _rig.Log.HoldsAppends = true;
        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "d"));
        Task verified = _rig.Host.VerifyAsync(default);
        _rig.Turns.Run();
        Assert.False(verified.IsCompleted);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.IsType<RoomReply.Published>(ask.Reply);
        Assert.True(verified.IsCompletedSuccessfully);
    }

    [Fact]
    public void Verify_OfALogThatCannotBeRead_Fails_AndLaterSucceeds()
    {
        _rig.LoseTail(4);
        _rig.Log.FailsReads = true;
        Task failed = _rig.Host.VerifyAsync(default);
        _rig.Turns.Run();
        Assert.True(failed.IsFaulted);

        _rig.Log.FailsReads = false;
        Task verified = _rig.Host.VerifyAsync(default);
        _rig.Turns.Run();

        Assert.True(verified.IsCompletedSuccessfully);
        Assert.Equal(["a", "b", "c"], _rig.Texts());
    }

    [Fact]
    public void WrittenAgain_IsBroadcast_ForThoseWhoMissedIt()
    {
        _rig.Listen();
        _rig.LoseTail(4);
        _rig.Ask(Some.Publish(Some.Ann, "d"));

        Assert.Equal([5L, 6, 7], _rig.Link.Messages<EventsCommitted>().SelectMany(one => one.Events).Select(e => e.Seq));
    }

    [Fact]
    public void Loss_OfMoreThanIsRemembered_BeginsANewEpoch()
    {
        Epoch before = _rig.Epoch();
        _rig.Pass(TimeSpan.FromSeconds(15)); // longer than a store may lose
        _rig.Ask(Some.Publish(Some.Ann, "d")); // 7
        _rig.LoseTail(4);

        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "e"));

        var published = Assert.IsType<RoomReply.Published>(ask.Reply);
        Assert.NotEqual(before, published.Message.Epoch);
        Assert.Equal(["a", "e"], _rig.Texts());
    }

    [Fact]
    public void TakeOver_OfALogInDoubt_BeginsANewEpoch_AndKeepsTheRoom()
    {
        Epoch before = _rig.Epoch();
        _rig.LoseTail(5);
        Move();

        var joined = Assert.IsType<RoomReply.Joined>(_rig.Ask(Some.Join(Some.Ann)).Reply);

        Assert.NotEqual(before, joined.Epoch);
        Assert.Equal((5L, 2), (joined.Seq, joined.MemberCount));
        Assert.Equal(6, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann)).Reply).Message.Seq);
    }

    [Fact]
    public void TakeOver_OfALogInDoubt_BeginsOneNewEpoch_NotTwo()
    {
        _rig.LoseTail(5);
        Move();
        Epoch first = Assert.IsType<RoomReply.Joined>(_rig.Ask(Some.Join(Some.Ann)).Reply).Epoch;
        Move();

        Assert.Equal(first, Assert.IsType<RoomReply.Joined>(_rig.Ask(Some.Join(Some.Ann)).Reply).Epoch);
    }

    [Fact]
    public void TakeOver_WithoutALoss_KeepsTheEpoch()
    {
        Epoch before = _rig.Epoch();
        Move();

        Assert.Equal(before, Assert.IsType<RoomReply.Joined>(_rig.Ask(Some.Join(Some.Ann)).Reply).Epoch);
    }

    [Fact]
    public void Vacate_LogsWhatIsInHand_AndHandsBackTheRest()
    {
        _rig.Log.HoldsAppends = true;
        Ask inHand = _rig.Ask(Some.Publish(Some.Ann, "d"));
        Task vacated = _rig.Host.VacateAsync(default);
        Ask late = _rig.Ask(Some.Publish(Some.Ann, "e"));
        Assert.False(vacated.IsCompleted);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.True(vacated.IsCompletedSuccessfully);
        Assert.IsType<RoomReply.Published>(inHand.Reply);
        Assert.IsType<RoomReply.Moved>(late.Reply);
        Assert.Equal(0, _rig.Host.ActiveRooms);
    }

    [Fact]
    public void Vacate_WithAnAppendOfUnknownOutcome_HandsItBack()
    {
        _rig.Log.HoldsAppends = true;
        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "d"));
        Task vacated = _rig.Host.VacateAsync(default);
        _rig.Turns.Run();
        _rig.Log.TakeHeld().GetLost();
        _rig.Turns.Run();

        Assert.True(vacated.IsCompletedSuccessfully);
        Assert.IsType<RoomReply.Moved>(ask.Reply);
    }

    [Fact]
    public void Settle_InANewTerm_GoesOnWithTheRoomInMemory()
    {
        long term = _rig.Fence("self");
        _rig.Host.Settle(default, term);
        int reads = _rig.Log.Reads.Count;

        Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann, "d")).Reply);
        Assert.Equal(reads, _rig.Log.Reads.Count);
        Assert.Equal(term, _rig.Log.Appends[^1].Writer.Term);
    }

    [Fact]
    public void Fenced_IsReported_WithTheTerm()
    {
        long term = _rig.Term;
        _rig.LoseShard();
        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "d"));

        Assert.IsType<RoomReply.Moved>(ask.Reply);
        Assert.Equal([term], _rig.Fenced);
    }

    [Fact]
    public void AckBeforeLogged_AnswersAtOnce_AndOnlyOnce()
    {
        using var rig = new RoomRig(new MailboxOptions { MessagesPerSecond = 0, AckBeforeLogged = true });
        rig.OpenRoom();
        rig.Log.HoldsAppends = true;
        Ask ask = rig.Ask(Some.Publish(Some.Ann, "mine"));
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(ask.Reply).Message.Seq);

        rig.AppendBehindItsBack(Some.Message(4, Some.Bob, "theirs"));
        rig.Log.HoldsAppends = false;
        rig.Log.TakeHeld().Arrive(); // a conflict: it is decided again, and nobody is told twice
        rig.Turns.Run();

        Assert.Equal(["theirs", "mine"], rig.Texts());
    }

    /// <summary>The shard goes to another node, which does nothing, and comes back: what is in memory here is gone.</summary>
    private void Move()
    {
        _rig.Host.VacateAsync(default);
        _rig.Turns.Run();
        _rig.LoseShard();
        _rig.RegainShard();
    }
}

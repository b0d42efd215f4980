using Streaming.Actors.Logs;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>What becomes of commands when an append is refused or its outcome unknown.</summary>
public sealed class RollbackTests : IDisposable
{
    private readonly RoomRig _rig = new();

    public RollbackTests()
    {
        _rig.OpenRoom();
        _rig.Listen();
        _rig.Turns.Run();
        _rig.Log.HoldsAppends = true;
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Conflict_DecidesAgainOnWhatTheLogHolds()
    {
        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "mine"));
        _rig.AppendBehindItsBack(Some.Message(4, Some.Bob, "theirs"));

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();
        Assert.False(ask.IsAnswered);
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal(5, Assert.IsType<RoomReply.Published>(ask.Reply).Message.Seq);
        Assert.Equal(["theirs", "mine"], _rig.Texts());
    }

    [Fact]
    public void Conflict_RefusesWhatTheLogNoLongerAllows()
    {
        Ask ask = _rig.Ask(Some.Publish(Some.Bob));
        _rig.AppendBehindItsBack(Some.Left(4, Some.Bob));

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal(RoomRefusal.NotAMember, Assert.IsType<RoomReply.Refused>(ask.Reply).Why);
    }

    [Fact]
    public void Conflict_KeepsTheOrderOfAllThatWaited()
    {
        Ask[] asks = [.. Enumerable.Range(1, 6).Select(i => _rig.Ask(Some.Publish(Some.Ann, $"{i}")))];
        _rig.AppendBehindItsBack(Some.Message(4, Some.Bob, "theirs"));
        _rig.Log.TakeHeld().Arrive();
        Ask last = _rig.Post(Some.Publish(Some.Ann, "7"));
        _rig.Log.HoldsAppends = false;
        _rig.Turns.Run();

        Assert.Equal(["theirs", "1", "2", "3", "4", "5", "6", "7"], _rig.Texts());
        Assert.Equal([5L, 6, 7, 8, 9, 10, 11], asks.Append(last).Select(ask => Assert.IsType<RoomReply.Published>(ask.Reply).Message.Seq));
    }

    [Fact]
    public void LostReply_OfAWrittenAppend_IsAnsweredAndNotRepeated()
    {
        Ask first = _rig.Ask(Some.Publish(Some.Ann, "1"));
        Ask second = _rig.Ask(Some.Publish(Some.Ann, "2"));

        _rig.Log.TakeHeld().ArriveWithoutReply();
        _rig.Log.HoldsAppends = false;
        _rig.Turns.Run();

        Assert.Equal(["1", "2"], _rig.Texts());
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(first.Reply).Message.Seq);
        Assert.Equal(5, Assert.IsType<RoomReply.Published>(second.Reply).Message.Seq);
    }

    [Fact]
    public void LostReply_OfAWrittenAppend_ReachesListenersByTheHead()
    {
        _rig.Ask(Some.Publish(Some.Ann));

        _rig.Log.TakeHeld().ArriveWithoutReply();
        _rig.Turns.Run();

        Assert.Empty(_rig.Link.Messages<EventsCommitted>());
        Assert.Equal(4, _rig.Link.Messages<HeadAnnounced>().Last().Head);
    }

    [Fact]
    public void LostReply_OfAJoinThatCreated_AnswersAsTheOwner()
    {
        var room = new Streaming.Actors.Ids.RoomId("new");
        Ask join = _rig.Ask(Some.Join(Some.Cy), room);

        _rig.Log.TakeHeld().ArriveWithoutReply();
        _rig.Turns.Run();

        var joined = Assert.IsType<RoomReply.Joined>(join.Reply);
        Assert.Equal((Role.Owner, 2L, 1), (joined.Role, joined.Seq, joined.MemberCount));
        Assert.Equal(_rig.Page(room).Epoch, joined.Epoch);
        Assert.Equal(2, _rig.Page(room).LastSeq);
    }

    [Fact]
    public void LostReply_OfALeave_IsDoneOnce()
    {
        Ask leave = _rig.Ask(Some.Leave(Some.Bob));

        _rig.Log.TakeHeld().ArriveWithoutReply();
        _rig.Turns.Run();

        Assert.IsType<RoomReply.Done>(leave.Reply);
        Assert.Equal(4, _rig.Page().LastSeq);
    }

    [Fact]
    public void LostAppend_IsWrittenByTheNextTry()
    {
        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "1"));

        _rig.Log.TakeHeld().GetLost();
        _rig.Turns.Run();
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.IsType<RoomReply.Published>(ask.Reply);
        Assert.Equal(["1"], _rig.Texts());
    }

    [Fact]
    public void RefusedForEver_IsUnavailableAfterEightTries()
    {
        Ask ask = _rig.Ask(Some.Publish(Some.Ann));

        int tries = 0;
        for (; _rig.Log.Held.Count > 0; tries++)
        {
            Assert.False(ask.IsAnswered);
            _rig.Log.TakeHeld().Refuse(AppendResult.Conflict);
            _rig.Turns.Run();
        }

        Assert.Equal(9, tries); // the first and eight more
        Assert.IsType<RoomReply.Unavailable>(ask.Reply);
    }

    [Fact]
    public void RepeatedRequest_WhileTheFirstIsInFlight_GetsTheSameAnswerWhenItIsLogged()
    {
        Ask first = _rig.Ask(Some.Publish(Some.Ann, "once", request: "q1"));
        Ask again = _rig.Ask(Some.Publish(Some.Ann, "once", request: "q1"));
        Assert.False(again.IsAnswered);

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal(first.Reply, again.Reply);
        Assert.Equal(["once"], _rig.Texts());
    }

    [Fact]
    public void Fenced_IsToldToAskElsewhere_AndTheNextTermStartsFromTheLog()
    {
        Ask inFlight = _rig.Ask(Some.Publish(Some.Ann, "old term"));
        Ask open = _rig.Ask(Some.Publish(Some.Ann, "old term too"));
        Ask waiting = _rig.Post(Some.Publish(Some.Ann, "and this"));
        _rig.LoseShard();

        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.All([inFlight, open, waiting], ask => Assert.IsType<RoomReply.Moved>(ask.Reply));
        Assert.Equal(0, _rig.Host.ActiveRooms);
        Assert.Empty(_rig.Texts());

        _rig.RegainShard();
        _rig.Log.HoldsAppends = false;
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann)).Reply).Message.Seq);
    }
}

using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Mailboxes;
using Streaming.Actors.Peers;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>A failure costs one command, or one room for a moment, and never another room.</summary>
public sealed class SupervisionTests : IDisposable
{
    private static readonly RoomId Other = new("other");

    private readonly RoomRig _rig = new();

    public SupervisionTests()
    {
        _rig.OpenRoom();
        _rig.OpenRoom(Other);
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>No caller may send it: a roster update without a status, as a bug would.</summary>
    private static UpdateRoster Poison => new() { By = Some.Ann, Request = default, Status = null!, Term = 0 };

    [Fact]
    public void Exception_AnswersFaultedWithTheTraceIdOfTheLogLine()
    {
        Ask ask = _rig.Ask(Poison);

        var faulted = Assert.IsType<RoomReply.Faulted>(ask.Reply);
        LogLine line = Assert.Single(_rig.Lines.At(LogLevel.Error));
        Assert.Equal(faulted.TraceId, line.Fields["TraceId"]);
        Assert.Equal(Some.Room.Value, line.Fields["RoomId"]);
        Assert.Equal(nameof(UpdateRoster), line.Fields["Command"]);
        Assert.IsType<NullReferenceException>(line.Exception);
    }

    [Fact]
    public void Exception_AfterTheAppend_LeavesNobodyWithoutAnAnswer()
    {
        _rig.Listen();
        _rig.Turns.Run();
        _rig.Link.OnNextSend = static () => throw new InvalidOperationException("the link is broken");

        Ask ask = _rig.Ask(Some.Publish(Some.Ann, "1"));

        Assert.IsType<RoomReply.Faulted>(ask.Reply);
        Assert.Equal(["1"], _rig.Texts());
    }

    [Fact]
    public void Exception_InTheMiddleOfABatch_LosesNoOtherCommand()
    {
        _rig.Log.HoldsAppends = true;
        Ask inFlight = _rig.Ask(Some.Publish(Some.Ann, "1"));
        Ask before = _rig.Post(Some.Publish(Some.Ann, "2"));
        Ask poison = _rig.Post(Poison);
        Ask after = _rig.Post(Some.Publish(Some.Ann, "3"));
        _rig.Turns.Run();
        Assert.IsType<RoomReply.Faulted>(poison.Reply);

        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.Equal(["1", "2", "3"], _rig.Texts());
        Assert.All([inFlight, before, after], ask => Assert.IsType<RoomReply.Published>(ask.Reply));
    }

    [Fact]
    public void Exception_HasTheRoomReadAnewFromItsLog()
    {
        _rig.Ask(Poison);
        _rig.Log.Reads.Clear();
        _rig.Turns.Run();
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Bob)).Reply).Message.Seq);
    }

    [Fact]
    public void Exception_RightAfterACommit_StillTellsTheHeadAndLetsTheRoomPassivate()
    {
        _rig.Listen();
        _rig.Post(Some.Publish(Some.Ann));
        _rig.Post(Poison);
        _rig.Turns.Run();

        _rig.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(4, _rig.Link.Messages<HeadAnnounced>().Last().Head);

        _rig.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(0, _rig.Host.ActiveRooms);
    }

    [Fact]
    public void Exception_IsNotNoticedByOtherRooms()
    {
        int reads = _rig.Log.Reads.Count;
        Ask elsewhere = _rig.Post(Some.Publish(Some.Ann), Other);
        _rig.Ask(Poison);

        Assert.IsType<RoomReply.Published>(elsewhere.Reply);
        Assert.InRange(_rig.Log.Reads.Count - reads, 0, 1); // the failed room's own
    }

    [Fact]
    public void DamagedLog_IsUnavailable_NamedInTheLog_AndOtherRoomsGoOn()
    {
        var damaged = new RoomId("damaged");
        _rig.Append(damaged, Some.Epoch, [Some.Created(Some.Ann), Some.Joined(2, Some.Ann, Role.Owner), Some.Message(7)]);

        Ask ask = _rig.Ask(Some.Publish(Some.Ann), damaged);

        Assert.IsType<RoomReply.Unavailable>(ask.Reply);
        LogLine line = Assert.Single(_rig.Lines.At(LogLevel.Error));
        Assert.Equal(damaged.Value, line.Fields["RoomId"]);
        Assert.Contains("cannot follow", line.Exception!.Message, StringComparison.Ordinal);
        Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann), Other).Reply);
    }

    [Fact]
    public void LogDown_IsUnavailableAtOnce_AndRecoversByItself()
    {
        _rig.Log.IsDown = true;
        Ask written = _rig.Ask(Some.Publish(Some.Ann, "unsure", "r-unsure"));
        Ask cold = _rig.Ask(Some.Join(Some.Ann), new RoomId("cold"));

        Assert.IsType<RoomReply.Unavailable>(written.Reply);
        Assert.IsType<RoomReply.Unavailable>(cold.Reply);

        // It may have been logged, and read by somebody: so it keeps its place, and whoever asks again is told that.
        _rig.Log.IsDown = false;
        Assert.Equal(5, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann, "kept")).Reply).Message.Seq);
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann, "unsure", "r-unsure")).Reply).Message.Seq);
        Assert.IsType<RoomReply.Joined>(_rig.Ask(Some.Join(Some.Ann), new RoomId("cold")).Reply);
    }

    [Fact]
    public void LogReadableButNotWritable_IsUnavailable()
    {
        _rig.Log.HoldsAppends = true;
        Ask ask = _rig.Ask(Some.Publish(Some.Ann));
        while (_rig.Log.Held.Count > 0)
        {
            _rig.Log.TakeHeld().GetLost();
            _rig.Turns.Run();
        }

        Assert.IsType<RoomReply.Unavailable>(ask.Reply);
    }

    [Fact]
    public void WrittenWithoutReply_AndThenUnreadable_TellsListenersWhenSomebodyListensAnew()
    {
        _rig.Listen();
        _rig.Log.HoldsAppends = true;
        _rig.Ask(Some.Publish(Some.Ann));
        _rig.Log.FailsReads = true;
        _rig.Log.TakeHeld().ArriveWithoutReply();
        _rig.Turns.Run();
        _rig.Log.FailsReads = false;
        _rig.Link.Sent.Clear();

        _rig.Listen();
        _rig.Turns.Run();

        Assert.Equal(4, Assert.Single(_rig.Link.Messages<HeadAnnounced>()).Head);
    }

    [Fact]
    public void FullInbox_IsUnavailable_AndWhatWasAcceptedIsDone()
    {
        using var rig = new RoomRig(new MailboxOptions { MaxInbox = 5, MessagesPerSecond = 0 });
        rig.OpenRoom();

        Ask[] asks = [.. Enumerable.Range(0, 8).Select(_ => rig.Post(Some.Publish(Some.Ann)))];
        Assert.Equal(3, asks.Count(ask => ask.IsAnswered));
        Assert.All(asks[5..], ask => Assert.IsType<RoomReply.Unavailable>(ask.Reply));

        rig.Turns.Run();
        Assert.All(asks[..5], ask => Assert.IsType<RoomReply.Published>(ask.Reply));
    }
}

using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>A room whose node has no lease may not be the newest that there is: it decides nothing and writes nothing until the lease runs again.</summary>
public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200); // a mailbox looks each 100 ms, the wheel has ticks of its own

    private readonly RoomRig _rig = new();

    public LeaseTests()
    {
        _rig.OpenRoom();
        _rig.Pass(TimeSpan.FromSeconds(2)); // the head is told, and nothing else will wake it
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Without_NothingIsDecided_AndWhatWaitsIsAnsweredWhenItRunsAgain()
    {
        int appends = _rig.Log.Appends.Count;
        _rig.Holds = false;
        Ask read = _rig.Ask(Some.Read(Some.Ann));
        Ask written = _rig.Ask(Some.Publish(Some.Ann, "a"));
        _rig.Pass(TimeSpan.FromSeconds(1));
        Assert.False(read.IsAnswered || written.IsAnswered);
        Assert.Equal(appends, _rig.Log.Appends.Count);

        _rig.Holds = true;
        _rig.Pass(Look);

        Assert.Equal(3, Assert.IsType<RoomReply.Readable>(read.Reply).LastSeq);
        Assert.Equal(4, Assert.IsType<RoomReply.Published>(written.Reply).Message.Seq);
    }

    [Fact]
    public void Without_WhatWasDecidedBefore_IsNotWritten_UntilItRunsAgain()
    {
        Ask decided = DecideBehindAnAppend();
        int appends = _rig.Log.Appends.Count;
        _rig.Holds = false;
        _rig.Log.TakeHeld().Arrive();
        _rig.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(["a"], _rig.Texts());
        Assert.Equal(appends, _rig.Log.Appends.Count);

        _rig.Holds = true;
        _rig.Pass(Look);

        Assert.Equal(5, Assert.IsType<RoomReply.Published>(decided.Reply).Message.Seq);
    }

    [Fact]
    public void Without_VerifyingWaitsForWhatWasDecidedBefore_AndEndsWhenItRunsAgain()
    {
        Ask decided = DecideBehindAnAppend();
        _rig.Holds = false;
        _rig.Log.TakeHeld().Arrive();
        Task verified = _rig.Host.VerifyAsync(default);
        _rig.Pass(TimeSpan.FromSeconds(1));
        Assert.False(verified.IsCompleted);

        _rig.Holds = true;
        _rig.Pass(Look);

        Assert.True(verified.IsCompletedSuccessfully);
        Assert.IsType<RoomReply.Published>(decided.Reply);
    }

    [Fact]
    public void Without_OneThatIsLeaving_GivesBackWhatItDecided()
    {
        Ask decided = DecideBehindAnAppend();
        _rig.Holds = false;
        Task vacated = _rig.Host.VacateAsync(default);
        _rig.Log.TakeHeld().Arrive();
        _rig.Turns.Run();

        Assert.True(vacated.IsCompletedSuccessfully);
        Assert.IsType<RoomReply.Moved>(decided.Reply);
        Assert.Equal(["a"], _rig.Texts());
    }

    [Fact]
    public void Lost_WhileATurnEnds_WhatCameMeanwhile_IsDecidedWhenItRunsAgain()
    {
        Ask? late = null;
        _rig.Clock.OnMeasure = () =>
        {
            _rig.Clock.OnMeasure = null;
            _rig.Holds = false;
            late = _rig.Post(Some.Publish(Some.Ann, "late"));
        };
        _rig.Ask(Some.Publish(Some.Ann, "a")); // sets an alarm, for the end of the room's use, as the last that it does

        _rig.Holds = true;
        _rig.Pass(Look);

        Assert.Equal(5, Assert.IsType<RoomReply.Published>(late?.Reply).Message.Seq);
    }

    /// <summary>An append, of "a", is on its way and held; what is asked here is decided, and waits for it.</summary>
    private Ask DecideBehindAnAppend()
    {
        _rig.Log.HoldsAppends = true;
        _rig.Ask(Some.Publish(Some.Ann, "a"));
        Ask decided = _rig.Ask(Some.Publish(Some.Ann, "b"));
        _rig.Log.HoldsAppends = false;
        return decided;
    }
}

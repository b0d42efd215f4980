using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Mailboxes;

/// <summary>An append of which nobody knows whether it was written keeps its place: somebody may have read it there.</summary>
public sealed class UnknownOutcomeTests : IDisposable
{
    private readonly RoomRig _rig = new();

    public UnknownOutcomeTests() => _rig.OpenRoom();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Append_ThatIsNotInTheLog_IsWrittenAgain_BeforeWhatComesNext()
    {
        LoseAnAppend("unsure");
        int appends = _rig.Log.Appends.Count;

        Ask next = _rig.Ask(Some.Publish(Some.Ann, "next"));

        Assert.Equal(5, Assert.IsType<RoomReply.Published>(next.Reply).Message.Seq);
        Assert.Equal(["unsure", "next"], _rig.Texts());
        Assert.Equal([4L, 5], _rig.Log.Appends.Skip(appends).SelectMany(one => one.Events).Select(e => e.Seq));
    }

    [Fact]
    public void Append_ThatIsInTheLogAfterAll_IsThereOnce()
    {
        _rig.Log.HoldsAppends = true;
        Ask unsure = _rig.Ask(Some.Publish(Some.Ann, "unsure"));
        _rig.Log.HoldsAppends = false;
        _rig.Log.TakeHeld().ArriveWithoutReply();
        _rig.Turns.Run();

        Assert.Equal(4, Assert.IsType<RoomReply.Published>(unsure.Reply).Message.Seq);
        Assert.Equal(5, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann, "next")).Reply).Message.Seq);
        Assert.Equal(["unsure", "next"], _rig.Texts());
    }

    [Fact]
    public void Append_ToALogThatCanBeReadButNotWritten_IsGivenUp_AndMadeUpForByTheNext()
    {
        _rig.Log.FailsAppends = true;
        Ask unsure = _rig.Ask(Some.Publish(Some.Ann, "unsure"));
        _rig.Pass(TimeSpan.FromSeconds(5));
        int appends = _rig.Log.Appends.Count;
        Assert.False(unsure.Reply is RoomReply.Published);
        Assert.InRange(appends, 3, 20);

        _rig.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(appends, _rig.Log.Appends.Count);

        _rig.Log.FailsAppends = false;
        Assert.Equal(5, Assert.IsType<RoomReply.Published>(_rig.Ask(Some.Publish(Some.Ann, "next")).Reply).Message.Seq);
        Assert.Equal(["unsure", "next"], _rig.Texts());
    }

    [Fact]
    public void Verify_OfALogThatCanBeReadButNotWritten_Fails_AndLaterSucceeds()
    {
        _rig.Ask(Some.Publish(Some.Ann, "a"));
        _rig.LoseTail(3);
        _rig.Log.FailsAppends = true;
        Task failed = _rig.Host.VerifyAsync(default);
        _rig.Turns.Run();
        Assert.True(failed.IsFaulted);

        _rig.Log.FailsAppends = false;
        Task verified = _rig.Host.VerifyAsync(default);
        _rig.Turns.Run();

        Assert.True(verified.IsCompletedSuccessfully);
        Assert.Equal(["a"], _rig.Texts());
    }

    /// <summary>It is not written, and who asked for it is told that it cannot be known.</summary>
    private void LoseAnAppend(string text)
    {
        _rig.Log.HoldsAppends = true;
        Ask unsure = _rig.Ask(Some.Publish(Some.Ann, text));
        _rig.Log.FailsReads = true;
        _rig.Log.TakeHeld().GetLost();
        _rig.Turns.Run();
        Assert.IsType<RoomReply.Unavailable>(unsure.Reply);
        (_rig.Log.HoldsAppends, _rig.Log.FailsReads) = (false, false);
    }
}

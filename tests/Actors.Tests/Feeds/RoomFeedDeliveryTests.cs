using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Feeds;

/// <summary>What live listeners hear of news that comes late, twice, out of order or not at all.</summary>
public sealed class RoomFeedDeliveryTests : IDisposable
{
    private readonly FeedRig _rig = new();

    public RoomFeedDeliveryTests() => _rig.Commit(5);

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Committed_ReachesEveryLiveListenerOnce()
    {
        RecordingListener[] all = [_rig.Listen(), _rig.Listen(), _rig.Listen()];

        _rig.Publish();
        _rig.Publish(3);

        Assert.All(all, listener => Assert.Equal([6, 7, 8, 9], listener.Seqs));
        Assert.Empty(_rig.Log.Reads);
    }

    [Fact]
    public void Committed_SeveralBeforeATurn_LeaveAsOneBatch()
    {
        RecordingListener listener = _rig.Listen();

        for (int i = 0; i < 4; i++)
            _rig.Tell(_rig.Commit(2));
        _rig.Turns.Run();

        Assert.Equal([8], listener.Batches);
    }

    [Fact]
    public void Committed_Twice_IsDeliveredOnce()
    {
        RecordingListener listener = _rig.Listen();
        ImmutableArray<RoomEvent> events = _rig.Commit(3);

        _rig.Tell(events);
        _rig.Tell(events);
        _rig.Turns.Run();
        _rig.Tell(events[1..]);
        _rig.Turns.Run();

        Assert.Equal([6, 7, 8], listener.Seqs);
    }

    [Fact]
    public void Committed_OverlappingWhatIsKnown_DeliversTheRest()
    {
        RecordingListener listener = _rig.Listen();
        ImmutableArray<RoomEvent> events = _rig.Commit(4);
        _rig.Tell(events[..2]);
        _rig.Turns.Run();
        _rig.Tell(events);
        _rig.Turns.Run();

        Assert.Equal([6, 7, 8, 9], listener.Seqs);
    }

    [Fact]
    public void Gap_IsHealedFromTheLog()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Commit(2); // this news is lost
        _rig.Publish();

        Assert.Equal([6, 7, 8], listener.Seqs);
    }

    [Fact]
    public void Gap_HealedWhileLiveNewsComes_KeepsTheOrder()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Log.HoldsReads = true;
        _rig.Commit(2);
        _rig.Publish();
        _rig.Publish();
        Assert.Empty(listener.Seqs);

        var before = Assert.Single(_rig.Log.HeldReads).Look();
        _rig.Publish();
        _rig.Log.HoldsReads = false;
        _rig.Log.TakeHeldRead().Arrive(before);
        _rig.Turns.Run();

        Assert.Equal([6, 7, 8, 9, 10], listener.Seqs);
    }

    [Fact]
    public void OutOfOrder_IsDeliveredInOrder()
    {
        RecordingListener listener = _rig.Listen();
        ImmutableArray<RoomEvent> events = _rig.Commit(3);

        _rig.Tell(events[2..]);
        _rig.Tell(events[1..2]);
        _rig.Tell(events[..1]);
        _rig.Turns.Run();

        Assert.Equal([6, 7, 8], listener.Seqs);
    }

    [Fact]
    public void LostTail_IsHealedByTheHead()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Commit(700); // more than one page
        Assert.Empty(listener.Seqs);

        _rig.TellHead();

        Assert.Equal(Enumerable.Range(6, 700).Select(seq => (long)seq), listener.Seqs);
    }

    [Fact]
    public void Head_ThatIsKnown_ReadsNothing()
    {
        _rig.Listen();
        _rig.TellHead();

        Assert.Empty(_rig.Log.Reads);
    }

    [Fact]
    public void Head_BeyondTheLog_IsNotChasedForEver()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Feed.OnHead(_rig.Epoch, 1_000);
        _rig.Turns.Run();
        Assert.InRange(_rig.Log.Reads.Count, 1, 2);

        _rig.Publish();
        Assert.Equal([6], listener.Seqs);
    }

    [Fact]
    public void FailedHealing_IsTriedAgain()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Log.FailsReads = true;
        _rig.Commit(2);
        _rig.TellHead();
        _rig.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(listener.Seqs);

        _rig.Log.FailsReads = false;
        _rig.Pass(TimeSpan.FromMilliseconds(300));

        Assert.Equal([6, 7], listener.Seqs);
        Assert.All(_rig.Lines.At(LogLevel.Warning), line => Assert.Equal(Some.Room.Value, line.Fields["RoomId"]));
    }

    [Fact]
    public void FullInbox_HealsFromTheLog()
    {
        RecordingListener listener = _rig.Listen();
        for (int i = 0; i < 12_000; i++)
            _rig.Tell(_rig.Commit(1));
        _rig.Turns.Run();

        Assert.Equal(12_000, listener.Events.Count);
        Assert.NotEmpty(_rig.Log.Reads);
    }

    [Fact]
    public void FullInbox_DropsSignalsOnly()
    {
        RecordingListener listener = _rig.Listen();
        for (int i = 0; i < 20_000; i++)
            _rig.Feed.OnSignal(new TypingChanged(Some.Ann, true));
        _rig.Publish();

        Assert.InRange(listener.Signals.Count, 1, 8_192);
        Assert.Equal([6], listener.Seqs);
    }

    [Fact]
    public void NewEpoch_ResetsListenersAndGoesOnFromItsBeginning()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Publish();
        _rig.Tell(_rig.LoseLog(new Epoch("e2"), messages: 2));
        _rig.Turns.Run();

        var reset = Assert.Single(listener.Resets);
        Assert.Equal((new Epoch("e2"), 0L, 1L), (reset.Epoch, reset.Position, reset.FirstSeq));
        Assert.Equal([6, 1, 2], listener.Seqs);
    }

    [Fact]
    public void NewEpoch_LearntFromTheHead_WhileTheLogCannotBeRead_IsTriedAgain()
    {
        RecordingListener listener = _rig.Listen();
        _rig.LoseLog(new Epoch("e2"), messages: 2);
        _rig.Log.FailsReads = true;
        _rig.TellHead();
        _rig.Log.FailsReads = false;
        _rig.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal([1, 2], listener.Seqs);
    }

    [Fact]
    public void NewEpoch_WhileAReadOfTheOldOneIsUnderWay_IsNotForgotten()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Log.HoldsReads = true;
        _rig.Commit(1);
        _rig.TellHead();
        var old = _rig.Log.HeldReads[0].Look();

        _rig.Tell(_rig.LoseLog(new Epoch("e2"), messages: 3));
        _rig.Turns.Run();
        _rig.Log.HoldsReads = false;
        _rig.Log.TakeHeldRead().Arrive(old);
        _rig.Turns.Run();

        Assert.Equal([6, 1, 2, 3], listener.Seqs);
    }

    [Fact]
    public void TrimmedPastTheFeed_ResetsToWhatIsKept()
    {
        RecordingListener listener = _rig.Listen();
        _rig.Commit(20);
        _rig.Trim(15);
        _rig.TellHead();

        var reset = Assert.Single(listener.Resets);
        Assert.Equal((_rig.Epoch, 14L, 15L), (reset.Epoch, reset.Position, reset.FirstSeq));
        Assert.Equal(Enumerable.Range(15, 11).Select(seq => (long)seq), listener.Seqs);
    }

    [Fact]
    public void ThrowingListener_IsLetGo_AndTheOthersGoOn()
    {
        RecordingListener first = _rig.Listen();
        var broken = new RecordingListener { Throws = true };
        _rig.Attach(broken, _rig.Head);
        RecordingListener last = _rig.Listen();

        _rig.Publish();
        broken.Throws = false;
        _rig.Publish();

        Assert.Equal([6, 7], first.Seqs);
        Assert.Equal([6, 7], last.Seqs);
        Assert.Empty(broken.Seqs); // it missed 6, so 7 would be a gap
        Assert.True(broken.HasFailed); // and its client has to know
        Assert.Equal(Some.Room.Value, Assert.Single(_rig.Lines.At(LogLevel.Error)).Fields["RoomId"]);
    }

    [Fact]
    public void ThrowingListener_OnASignal_StaysAndTheOthersHearIt()
    {
        var broken = new RecordingListener { Throws = true };
        _rig.Attach(broken, _rig.Head);
        RecordingListener other = _rig.Listen();

        _rig.Feed.OnSignal(new TypingChanged(Some.Ann, true));
        _rig.Turns.Run();
        broken.Throws = false;
        _rig.Publish();

        Assert.Single(other.Signals);
        Assert.Equal([6], broken.Seqs);
    }

    [Fact]
    public void Detached_HearsNothingMore_AndTheOthersDo()
    {
        var gone = new RecordingListener();
        var member = _rig.Attach(gone, _rig.Head);
        RecordingListener[] others = [_rig.Listen(), _rig.Listen()];
        _rig.Publish();

        var done = new TaskCompletionSource();
        _rig.Feed.Detach(member, done);
        Assert.False(done.Task.IsCompleted);
        _rig.Publish();

        Assert.True(done.Task.IsCompletedSuccessfully);
        Assert.Equal([6], gone.Seqs);
        Assert.All(others, listener => Assert.Equal([6, 7], listener.Seqs));
    }
}

using Microsoft.Extensions.Logging;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Feeds;

/// <summary>Listeners that start behind the feed, ahead of it, or in another epoch.</summary>
public sealed class RoomFeedReplayTests : IDisposable
{
    private readonly FeedRig _rig = new();

    public RoomFeedReplayTests() => _rig.Commit(1_000);

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(999)]
    public void FirstListener_Behind_IsServedFromTheLog_WithoutAnybodyPublishing(long position)
    {
        RecordingListener listener = _rig.Listen(position);

        Assert.Equal(Seqs(position + 1, 1_000), listener.Seqs);
        Assert.True(listener.Asked > 0, "a replay has to wait for the listener's outbox");
        Assert.All(listener.Batches, size => Assert.InRange(size, 1, 256));
    }

    [Fact]
    public void Behind_IsAskedBeforeEachPage()
    {
        var listener = new RecordingListener();
        listener.BeBusy();
        _rig.Attach(listener, 0);
        _rig.Turns.Run();
        Assert.Empty(listener.Seqs);
        Assert.Empty(_rig.Log.Reads); // a page that nobody can take is not read

        listener.OnBatch = listener.BeBusy;
        listener.TakeMore();
        _rig.Turns.Run();
        Assert.Equal(Seqs(1, 256), listener.Seqs);

        listener.OnBatch = null;
        listener.TakeMore();
        _rig.Turns.Run();
        Assert.Equal(Seqs(1, 1_000), listener.Seqs);
    }

    [Fact]
    public void Behind_WhileLiveTrafficFlows_CatchesUpWithoutGapOrDouble()
    {
        RecordingListener live = _rig.Listen();
        var behind = new RecordingListener();

        // With each page it takes, seven more are published.
        behind.OnBatch = () =>
        {
            if (_rig.Head < 1_050)
                _rig.Tell(_rig.Commit(7));
        };
        _rig.Attach(behind, 0);
        _rig.Turns.Run();
        _rig.Publish();

        Assert.Equal(Seqs(1, _rig.Head), behind.Seqs);
        Assert.Equal(Seqs(1_001, _rig.Head), live.Seqs);
    }

    [Fact]
    public void Behind_DoesNotHoldUpTheLive()
    {
        RecordingListener live = _rig.Listen();
        var slow = new RecordingListener();
        slow.BeBusy();
        _rig.Attach(slow, 0);
        _rig.Publish(3);

        Assert.Equal([1_001, 1_002, 1_003], live.Seqs);
        Assert.Empty(slow.Seqs);
    }

    [Fact]
    public void Behind_HearsSignals()
    {
        var slow = new RecordingListener();
        slow.BeBusy();
        _rig.Attach(slow, 0);
        _rig.Feed.OnSignal(new TypingChanged(Some.Ann, true));
        _rig.Turns.Run();

        Assert.Single(slow.Signals);
    }

    [Fact]
    public void Ahead_SkipsWhatItCounted()
    {
        _rig.Listen();
        var events = _rig.Commit(3);
        RecordingListener ahead = _rig.Listen(); // its join ack, at 1003, overtook the news

        _rig.Tell(events);
        _rig.Tell(_rig.Commit(1));
        _rig.Turns.Run();

        Assert.Equal([1_004], ahead.Seqs);
    }

    [Fact]
    public void Ahead_InTheMiddleOfABatch_GetsTheRestOfIt()
    {
        RecordingListener live = _rig.Listen();
        var first = _rig.Commit(2);
        RecordingListener ahead = _rig.Listen();
        var second = _rig.Commit(2);

        _rig.Tell([.. first, .. second]);
        _rig.Turns.Run();

        Assert.Equal([1_001, 1_002, 1_003, 1_004], live.Seqs);
        Assert.Equal([1_003, 1_004], ahead.Seqs);
    }

    [Fact]
    public void NewsBeforeTheFirstListenerStarts_IsNotLost()
    {
        var listener = new RecordingListener();
        var member = new FeedMember(listener);
        long head = _rig.Head;
        _rig.Publish();
        _rig.Feed.Attach(member, _rig.Epoch, head, head);
        _rig.Turns.Run();

        Assert.Equal([1_001], listener.Seqs);
    }

    [Fact]
    public void HeadToldBeforeTheFirstListenerStarts_IsNotLost()
    {
        var listener = new RecordingListener();
        long head = _rig.Head;
        _rig.Commit(2); // lost on the link
        _rig.TellHead();
        _rig.Feed.Attach(new FeedMember(listener), _rig.Epoch, head, head);
        _rig.Turns.Run();

        Assert.Equal([1_001, 1_002], listener.Seqs);
    }

    [Fact]
    public void OldEpoch_IsResetAndServedTheNewOne()
    {
        _rig.Listen();
        var stranger = new RecordingListener();
        _rig.Attach(stranger, 7, new Epoch("older"));
        _rig.Turns.Run();

        Assert.Equal((_rig.Epoch, 0L), (Assert.Single(stranger.Resets).Epoch, stranger.Resets[0].Position));
        Assert.Equal(Seqs(1, 1_000), stranger.Seqs);
    }

    [Fact]
    public void NewerEpochThanTheFeeds_BringsTheFeedAlong()
    {
        RecordingListener live = _rig.Listen();
        _rig.LoseLog(new Epoch("e2"), messages: 4);
        RecordingListener joined = _rig.Listen(position: 2);
        _rig.Publish();

        Assert.Equal([3, 4, 5], joined.Seqs);
        Assert.Equal([1, 2, 3, 4, 5], live.Seqs);
        Assert.Single(live.Resets);
        Assert.Empty(joined.Resets);
    }

    [Fact]
    public void TrimmedUnderASlowReplayer_IsReset()
    {
        var slow = new RecordingListener();
        _rig.Attach(slow, 0);
        slow.OnBatch = slow.BeBusy;
        _rig.Turns.Run();
        Assert.Equal(256, slow.Events.Count);

        _rig.Trim(900);
        slow.OnBatch = null;
        slow.TakeMore();
        _rig.Turns.Run();

        var reset = Assert.Single(slow.Resets);
        Assert.Equal((899L, 900L), (reset.Position, reset.FirstSeq));
        Assert.Equal([.. Seqs(1, 256), .. Seqs(900, 1_000)], slow.Seqs);
    }

    [Fact]
    public void FailedReplay_IsTriedAgain()
    {
        _rig.Log.FailsReads = true;
        RecordingListener listener = _rig.Listen(position: 900);
        _rig.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(listener.Seqs);

        _rig.Log.FailsReads = false;
        _rig.Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal(Seqs(901, 1_000), listener.Seqs);
    }

    [Fact]
    public void PageThatBringsNothing_IsReadAgainAfterAWhile_NotAtOnce()
    {
        using var rig = new FeedRig();
        rig.Commit(3);
        rig.Listen();
        var epoch = new Epoch("e2");
        rig.LoseLog(epoch, messages: 7);
        rig.Log.HoldsReads = true;
        var listener = new RecordingListener();
        rig.Feed.Attach(new FeedMember(listener), epoch, position: 5, head: 5); // 6 and 7 were not told to anybody yet
        rig.Turns.Run();
        rig.Log.TakeHeldRead().Arrive();
        rig.Turns.Run();
        Assert.Equal(3, Assert.Single(rig.Log.HeldReads).Range.After); // the feed's own, which finds the other epoch

        rig.Pass(TimeSpan.FromMilliseconds(300));
        Assert.Equal([3L, 5], rig.Log.HeldReads.Select(read => read.Range.After));
        rig.Log.HoldsReads = false;
        while (rig.Log.HeldReads.Count > 0)
            rig.Log.TakeHeldRead().Arrive();
        rig.Turns.Run();

        Assert.Equal([6, 7], listener.Seqs);
    }

    [Fact]
    public void LogThatIsGone_IsNotChased()
    {
        _rig.Listen();
        _rig.LoseLog();
        int reads = _rig.Log.Reads.Count;
        _rig.Feed.OnHead(_rig.Epoch, _rig.Head + 5); // an earlier owner's news
        _rig.Turns.Run();

        Assert.Equal(reads + 1, _rig.Log.Reads.Count);
    }

    [Fact]
    public void DetachedDuringReplay_GetsNoMorePages()
    {
        _rig.Log.HoldsReads = true;
        var listener = new RecordingListener();
        FeedMember member = _rig.Attach(listener, 0);
        _rig.Turns.Run();

        _rig.Feed.Detach(member, done: null);
        _rig.Log.TakeHeldRead().Arrive();
        _rig.Turns.Run();

        Assert.Empty(listener.Seqs);
        Assert.Empty(_rig.Log.HeldReads);
    }

    [Fact]
    public void DetachedBeforeItStarted_NeverStarts()
    {
        var listener = new RecordingListener();
        var member = new FeedMember(listener);
        _rig.Feed.Detach(member, done: null);
        _rig.Feed.Attach(member, _rig.Epoch, 0, _rig.Head);
        _rig.Turns.Run();

        Assert.Empty(listener.Seqs);
    }

    [Fact]
    public void ThrowingReplayer_IsLetGo()
    {
        var broken = new RecordingListener { Throws = true };
        _rig.Attach(broken, 0);
        _rig.Turns.Run();
        _rig.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(1, broken.Asked);
        Assert.Single(_rig.Lines.At(LogLevel.Error));
    }

    private static IEnumerable<long> Seqs(long first, long last) => Enumerable.Range((int)first, (int)(last - first + 1)).Select(seq => (long)seq);
}

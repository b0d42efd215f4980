using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Actors.Channels;
using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Logs;
using Streaming.Actors.Shards;
using Streaming.Actors.Time;

namespace Streaming.Benchmarks.Micro;

/// <summary>One message from the owner's news to all listeners of a node. Time and memory are per delivery.</summary>
public class FeedBenchmarks
{
    private const int Deliveries = 100_000;

    private readonly InlineScheduler _turns = new();
    private readonly Counter _listener = new();
    private TimingWheel _wheel = null!;
    private RoomFeed _few = null!;
    private RoomFeed _many = null!;
    private long _seqOfFew;
    private long _seqOfMany;

    [GlobalSetup]
    public void SetUp()
    {
        _wheel = new TimingWheel(TimeProvider.System, NullLogger<TimingWheel>.Instance);
        (_few, _many) = (FeedOf(10), FeedOf(1_000));
    }

    [GlobalCleanup]
    public void CleanUp() => _wheel.Dispose();

    [Benchmark(OperationsPerInvoke = Deliveries)]
    public long To10Listeners() => Deliver(_few, Deliveries / 10, ref _seqOfFew);

    [Benchmark(OperationsPerInvoke = Deliveries)]
    public long To1000Listeners() => Deliver(_many, Deliveries / 1_000, ref _seqOfMany);

    private long Deliver(RoomFeed feed, int messages, ref long seq)
    {
        long before = _listener.Count;
        for (int i = 0; i < messages; i++)
        {
            feed.OnCommitted(Sample.Epoch, Sample.Messages(++seq, 1));
            _turns.Run();
        }

        return _listener.Count - before == Deliveries ? _listener.Count : throw new InvalidOperationException("Deliveries are missing.");
    }

    private RoomFeed FeedOf(int listeners)
    {
        var log = new InMemoryRoomLog(new InMemoryShardFence(1));
        var feed = new RoomFeed(Sample.Room, new FeedContext(log, _turns, _wheel, NullLogger.Instance, ChannelPolicies.Default));
        for (int i = 0; i < listeners; i++)
            feed.Attach(new FeedMember(_listener), Sample.Epoch, position: 0, head: 0);

        _turns.Run();
        return feed;
    }

    private sealed class Counter : IFeedListener
    {
        public long Count { get; private set; }

        public void OnEvents(FeedBatch batch) => Count += batch.Events.Length;

        public void OnSignal(FeedSignal signal)
        {
        }

        public void OnReset(FeedReset reset)
        {
        }

        public void OnFailed() => throw new InvalidOperationException("A counter does not throw.");

        public ValueTask ReadyForReplayAsync() => ValueTask.CompletedTask;
    }
}

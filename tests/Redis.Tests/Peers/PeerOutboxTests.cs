using StackExchange.Redis;
using Streaming.Actors.Ids;
using Streaming.Actors.Peers;
using Streaming.Contracts;
using Streaming.Redis.Peers;

namespace Streaming.Redis.Tests.Peers;

public sealed class PeerOutboxTests
{
    private readonly HeldPublisher _publisher = new();
    private readonly PeerLinkCounters _counters = new();

    [Fact]
    public async Task Add_WhenNothingIsUnderWay_SendsAtOnce_AndWhatGathersLeavesTogether()
    {
        PeerOutbox outbox = Outbox(new PeerLinkOptions());
        outbox.Add(Head(1));
        (_, Wire.Frame first, TaskCompletionSource done) = await _publisher.NextAsync();
        for (int i = 2; i <= 100; i++)
            outbox.Add(Head(i));
        done.SetResult();
        (_, Wire.Frame second, _) = await _publisher.NextAsync();

        Assert.Equal([1], HeadsOf(first));
        Assert.Equal(Enumerable.Range(2, 99).Select(static i => (long)i), HeadsOf(second));
        Assert.Equal((first.Number, 0UL), (second.Previous, first.Previous));
    }

    [Fact]
    public async Task Add_ABatchIsBoundedInMessagesAndBytes()
    {
        PeerOutbox outbox = Outbox(new PeerLinkOptions { MaxBatchMessages = 3, MaxBatchBytes = 10_000 });
        outbox.Add(Head(0));
        (_, _, TaskCompletionSource done) = await _publisher.NextAsync();
        foreach (int size in (int[])[1, 1, 1, 1, 9_000, 9_000, 50_000, 1])
            outbox.Add(Message(size));

        var batches = new List<int>();
        while (batches.Sum() < 8)
        {
            done.SetResult();
            (_, Wire.Frame frame, done) = await _publisher.NextAsync();
            batches.Add(frame.Messages.Count);
        }

        // Small ones by number, large ones by bytes, and one that is too large by itself.
        Assert.Equal([3, 2, 1, 1, 1], batches);
    }

    [Fact]
    public async Task Add_WhenTooManyWait_DropsTheOldest_AndCountsThem()
    {
        PeerOutbox outbox = Outbox(new PeerLinkOptions { MaxQueuedMessages = 10 });
        outbox.Add(Head(0));
        (_, _, TaskCompletionSource done) = await _publisher.NextAsync();
        for (int i = 1; i <= 25; i++)
            outbox.Add(Head(i));
        done.SetResult();
        (_, Wire.Frame frame, _) = await _publisher.NextAsync();

        Assert.Equal(Enumerable.Range(16, 10).Select(static i => (long)i), HeadsOf(frame));
        Assert.Equal(15, _counters.Dropped);
    }

    [Fact]
    public async Task Add_WhenTooManyBytesWait_DropsTheOldest_AndKeepsTheNewestHoweverLarge()
    {
        PeerOutbox outbox = Outbox(new PeerLinkOptions { MaxQueuedBytes = 5_000 });
        outbox.Add(Head(0));
        (_, _, TaskCompletionSource done) = await _publisher.NextAsync();
        outbox.Add(Message(3_000));
        outbox.Add(Message(4_000));
        Assert.Equal((1, 1), (outbox.Count, _counters.Dropped));

        outbox.Add(Message(6_000));
        Assert.Equal((1, 2), (outbox.Count, _counters.Dropped));
        done.SetResult();
        (_, Wire.Frame frame, _) = await _publisher.NextAsync();
        Assert.Equal(6_000, frame.Messages[0].EventsCommitted.Events[0].CalculateSize(), 200.0);
    }

    [Fact]
    public async Task Add_AfterAFailure_GoesOnWithWhatCameSince()
    {
        PeerOutbox outbox = Outbox(new PeerLinkOptions());
        outbox.Add(Head(1));
        (_, _, TaskCompletionSource done) = await _publisher.NextAsync();
        outbox.Add(Head(2));
        done.SetException(new TimeoutException());
        (_, Wire.Frame frame, _) = await _publisher.NextAsync();

        Assert.Equal([2], HeadsOf(frame));
        Assert.Equal((1, 1), (_counters.Unsent, _publisher.NotPublished));
    }

    [Fact]
    public async Task Add_ToOneThatIsSlow_HoldsUpNoOther()
    {
        PeerOutbox slow = Outbox(new PeerLinkOptions(), "slow"), quick = Outbox(new PeerLinkOptions(), "quick");
        slow.Add(Head(1));
        Assert.Equal(RedisChannel.Literal("slow"), (await _publisher.NextAsync()).Channel);
        for (int i = 1; i <= 20; i++)
        {
            quick.Add(Head(i));
            (RedisChannel channel, _, TaskCompletionSource done) = await _publisher.NextAsync();
            Assert.Equal(RedisChannel.Literal("quick"), channel);
            done.SetResult();
        }
    }

    private PeerOutbox Outbox(PeerLinkOptions options, string node = "n2") =>
        new(RedisChannel.Literal(node), new NodeId(node), _publisher, options, _counters);

    private static HeadAnnounced Head(long head) => new(new("lobby"), Sample.Epoch, 1, head);

    private static EventsCommitted Message(int size) => new(new("lobby"), Sample.Epoch, [Sample.Message(1, new string('x', size))]);

    private static IEnumerable<long> HeadsOf(Wire.Frame frame) => frame.Messages.Select(static one => one.HeadAnnounced.Head);
}

using Streaming.Actors.Feeds;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Feeds;

/// <summary>Each message is written as its key, its number and, after a <c>+</c>, how many are missing right before it; <c>!</c> is no message.</summary>
public sealed class HeldMessagesTests
{
    [Theory]
    [InlineData("a b c", "a1 b2 c3")]
    [InlineData("a a a", "a3+2")]
    [InlineData("a b a c", "b2+1 a3 c4")]
    [InlineData("a b b c a", "b3+2 c4 a5")]
    [InlineData("a b c b", "a1 c3+1 b4")]
    [InlineData("a ! a", "!2+1 a3")]
    public void LatestByKey_KeepsTheNewestOfEach(string given, string expected) =>
        Assert.Equal(expected, After(Delivery.LatestByKey, given));

    [Theory]
    [InlineData("a b c d e f", "b2+1 d4+1 f6+1")]
    [InlineData("a ! b c", "a1 !2 c4+1")]
    public void Sample_KeepsTheNewestOfEachInterval(string given, string expected) =>
        Assert.Equal(expected, After(Delivery.Sample, given, messagesPerInterval: 2));

    [Theory]
    [InlineData(Delivery.DropOldest)]
    [InlineData(Delivery.Sample)]
    [InlineData(Delivery.LatestByKey)]
    public void BeyondTheBound_TheOldestMessagesGo_AndNothingElse(Delivery delivery)
    {
        const int quarter = HeldMessages.MaxWeight / 4;

        Assert.Equal("!1 c4+2 d5 e6", After(delivery, "! a b c d e", weight: quarter - 100));
    }

    [Fact]
    public void NothingThatMayBeLeftOut_IsTooMuch()
    {
        var held = new HeldMessages(new DeliveryPolicy(Delivery.DropOldest));
        held.Add(Make(1, "!", 1, HeldMessages.MaxWeight));
        Assert.False(held.IsOverfull);

        held.Add(Make(2, "!", 1, 1));

        Assert.True(held.IsOverfull);
        Assert.Equal(2, held.TakeAll().Count);
        Assert.False(held.IsOverfull);
    }

    private static string After(Delivery delivery, string given, int messagesPerInterval = 1, int weight = 300)
    {
        var held = new HeldMessages(new DeliveryPolicy(delivery));
        foreach ((int index, string key) in given.Split(' ').Index())
            held.Add(Make(index + 1, key, index / messagesPerInterval, weight));

        return string.Join(' ', held.TakeAll().Select(static one =>
            $"{one.Key ?? "!"}{((FeedBatch)one.What).FirstSeq}{(one.SkippedBefore > 0 ? $"+{one.SkippedBefore}" : "")}"));
    }

    private static HeldMessage Make(long seq, string key, long interval, int weight) =>
        new(new FeedBatch(Some.Room, Some.Epoch, [Some.Message(seq)]), key == "!" ? null : key, interval, weight);
}

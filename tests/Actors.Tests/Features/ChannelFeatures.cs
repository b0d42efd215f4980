using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>Topics without members: Ann publishes, Bob listens.</summary>
internal static class ChannelFeatures
{
    public static void Persistent(FeatureCluster it)
    {
        it.Bob.Listen("log.a");
        it.Ann.Publish("log.a", "one");
        it.OwnerMayDie();

        Assert.IsType<RoomReply.Published>(it.Ann.Publish("log.a", "two"));
        Assert.Equal(["one", "two"], it.Bob.Heard());
        Assert.Equal(2, it.LogOf(new ChannelId("log.a").Room).OfType<MessagePublished>().Count());
    }

    public static void Ephemeral(FeatureCluster it)
    {
        it.Bob.Listen("tick.a");
        Assert.IsType<RoomReply.Raised>(it.Ann.Publish("tick.a", "one"));
        it.OwnerMayDie();

        it.Ann.Publish("tick.a", "two");
        Assert.Equal(["one", "two"], it.Bob.Heard());
        Assert.Empty(it.LogOf(new ChannelId("tick.a").Room));
        Assert.Equal(new RoomReply.Refused(RoomRefusal.ChannelNotFound), it.Ann.Publish("nope", "x"));
    }

    public static void Filter(FeatureCluster it)
    {
        it.Bob.Listen("log.a", """{"pair":["eurusd","eurgbp"]}""");
        it.Ann.Publish("log.a", "in", """{"pair":"eurusd"}""");
        it.Ann.Publish("log.a", "out", """{"pair":"usdjpy"}""");
        it.OwnerMayDie();

        it.Ann.Publish("log.a", "without the key", """{"other":1}""");
        it.Ann.Publish("log.a", "in again", """{"pair":"eurgbp"}""");
        Assert.Equal(["in", "in again"], it.Bob.Heard());
    }

    public static void Wildcard(FeatureCluster it)
    {
        it.Bob.Listen("tick.*");
        it.Ann.Publish("tick.a", "a");
        it.Ann.Publish("log.a", "no match");
        it.OwnerMayDie();

        it.Ann.Publish("tick.a", "a again");
        it.Ann.Publish("tick.b", "b");
        Assert.Equal(["a", "a again", "b"], it.Bob.Heard());
    }

    public static void Unsubscribe(FeatureCluster it)
    {
        it.Bob.Listen("log.a");
        it.Bob.Listen("tick.*");
        it.Ann.Publish("log.a", "heard");
        it.Rig.Run(it.Bob.Session.UnsubscribeAsync(Participant.Pattern("log.a")).AsTask());
        it.Rig.Run(it.Bob.Session.UnsubscribeAsync(Participant.Pattern("tick.*")).AsTask());
        it.OwnerMayDie();

        it.Ann.Publish("log.a", "not heard");
        it.Ann.Publish("tick.a", "not heard either");
        Assert.Equal((0, "heard"), (it.Bob.Session.ChannelCount, Assert.Single(it.Bob.Heard())));
    }

    public static void Resume(FeatureCluster it)
    {
        it.Bob.Listen("log.a");
        it.Ann.Publish("log.a", "had");
        long seq = it.Bob.Hears.Events[^1].Event.Seq;
        it.Rig.Run(it.Bob.Session.CloseAsync(keepForResume: true).AsTask());
        it.Ann.Publish("log.a", "missed");
        it.OwnerMayDie();

        Participant again = it.Come(it.Ann.Node, it.Bob.User, it.Bob.Session.ResumeToken);
        ResumedChannel channel = Assert.Single(it.Rig.Run(again.Session.ResumeChannelsAsync(
            new Dictionary<ChannelId, RoomPosition> { [new ChannelId("log.a")] = new(seq, Epoch: null) })));
        channel.Outcome.StartDelivery();
        it.Rig.Turns.Run();
        it.Ann.Publish("log.a", "live");
        Assert.True(channel.Outcome.Recovered);
        Assert.Equal(["missed", "live"], again.Heard());
    }

    public static void LatestByKey(FeatureCluster it)
    {
        it.Bob.Listen("prices.a");
        it.Bob.Hears.FallBehind();
        it.Ann.Publish("prices.a", "old", """{"key":"eur"}""");
        it.OwnerMayDie();

        it.Ann.Publish("prices.a", "new", """{"key":"eur"}""");
        it.Bob.Hears.CatchUp();
        it.Rig.Turns.Run();
        Assert.Equal(["new"], it.Bob.Heard());
        Assert.Equal(1, Assert.Single(it.Bob.Hears.Skips).Count);
    }
}

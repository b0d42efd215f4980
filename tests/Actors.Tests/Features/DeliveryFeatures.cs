using Streaming.Actors.Feeds;
using Streaming.Actors.Ids;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>What reaches a listener who is slow, was away, or whose request is sent again.</summary>
internal static class DeliveryFeatures
{
    public static void LatestByKey(FeatureCluster it)
    {
        Set(it, new RoomPatch { Delivery = Delivery.LatestByKey });
        it.Ann.Say("eur 1", """{"key":"eur"}""");
        it.Ann.Say("usd 1", """{"key":"usd"}""");
        it.OwnerMayDie();

        it.Ann.Say("eur 2", """{"key":"eur"}""");
        Assert.Equal(["usd 1", "eur 2"], AfterCatchingUp(it, skipped: 1));
    }

    public static void Sample(FeatureCluster it)
    {
        Set(it, new RoomPatch { Delivery = Delivery.Sample, SampleInterval = TimeSpan.FromMinutes(1) });
        it.Ann.Say("1");
        it.Ann.Say("2");
        it.OwnerMayDie();

        it.Pass(60);
        it.Ann.Say("3");
        it.Ann.Say("4");
        Assert.Equal(["2", "4"], AfterCatchingUp(it, skipped: 2));
    }

    public static void DropOldest(FeatureCluster it)
    {
        const int quarter = HeldMessages.MaxWeight / 4;
        string large = new('x', quarter - 1000);
        Set(it, new RoomPatch { Delivery = Delivery.DropOldest });
        it.Ann.Say("1" + large);
        it.Ann.Say("2" + large);
        it.Ann.Say("3" + large);
        it.OwnerMayDie();

        it.Ann.Say("4" + large);
        it.Ann.Say("5" + large);
        Assert.Equal(['2', '3', '4', '5'], AfterCatchingUp(it, skipped: 1).Select(static text => text[0]));
    }

    public static void Resume(FeatureCluster it)
    {
        it.Ann.Say("had");
        var position = new RoomPosition(it.Bob.Hears.Events[^1].Event.Seq, it.Bob.Info().Epoch);
        it.Rig.Run(it.Bob.Session.CloseAsync(keepForResume: true).AsTask());
        it.Ann.Say("missed");
        it.OwnerMayDie();

        Participant again = it.Come(it.Ann.Node, Some.Bob, it.Bob.Session.ResumeToken);
        ResumedRoom room = Assert.Single(it.Rig.Run(again.Session.ResumeAsync(new Dictionary<RoomId, RoomPosition> { [Some.Room] = position })));
        room.Outcome.StartDelivery();
        it.Rig.Turns.Run();
        it.Ann.Say("live");
        Assert.True(room.Outcome.Recovered);
        Assert.Equal(["missed", "live"], again.Heard());
    }

    public static void Retry(FeatureCluster it)
    {
        RoomCommand[] commands =
        [
            Commands.Message() with { Request = Some.NewRequest() },
            Commands.Moderate(ModerationKind.Warn, Some.Bob) with { Request = Some.NewRequest() },
            Commands.Update(new RoomPatch { Name = "once" }) with { Request = Some.NewRequest() },
            Commands.Invite("for-many") with { Request = Some.NewRequest() },
        ];
        RoomReply[] first = [.. commands.Select(command => it.Ann.Ask(command))];
        int logged = it.LogOf(Some.Room).Length;
        it.OwnerMayDie();

        Participant elsewhere = it.Come(it.Bob.Node, Some.Ann);
        Assert.Equal(first, commands.Select(command => elsewhere.Ask(command)));
        Assert.Equal(logged, it.LogOf(Some.Room).Length);
    }

    /// <summary>Of a room that Bob listens to, and does not keep up with.</summary>
    private static void Set(FeatureCluster it, RoomPatch patch)
    {
        it.Ann.Do(Commands.Update(patch));
        it.Bob.Join();
        it.Bob.Hears.FallBehind();
    }

    private static string[] AfterCatchingUp(FeatureCluster it, long skipped)
    {
        Assert.Empty(it.Bob.Heard());
        it.Bob.Hears.CatchUp();
        it.Rig.Turns.Run();
        Assert.Equal(skipped, it.Bob.Hears.Skips.Sum(static one => one.Count));
        return it.Bob.Heard();
    }
}

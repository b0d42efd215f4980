using Streaming.Actors.Directories;
using Streaming.Actors.History;
using Streaming.Actors.Rooms;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>What is found again, and what is not kept.</summary>
internal static class HistoryFeatures
{
    public static void Pages(FeatureCluster it)
    {
        for (int i = 1; i <= 5; i++)
            it.Ann.Say($"{i}");
        it.OwnerMayDie();

        Assert.Equal(["5", "4"], it.Bob.Read(new HistoryQuery { Limit = 2 }));
        long fourth = it.Bob.Rows().ElementAt(1).Seq;
        Assert.Equal(["3", "2", "1"], it.Bob.Read(new HistoryQuery { BeforeSeq = fourth }));
        Assert.Equal(["5"], it.Bob.Read(new HistoryQuery { AfterSeq = fourth }));
    }

    public static void Threads(FeatureCluster it)
    {
        it.Ann.Say("in", thread: "t");
        it.Ann.Say("out");
        it.OwnerMayDie();

        it.Bob.Say("in too", thread: "t");
        Assert.Equal(["in too", "in"], it.Bob.Read(new HistoryQuery { ThreadId = "t" }));
        Assert.Equal(["t", null, "t"], it.Ann.Hears.Events.Select(static one => one.Event).OfType<MessagePublished>().Select(static one => one.Body.ThreadId));
    }

    public static void Users(FeatureCluster it)
    {
        it.Ann.Say("mine");
        it.Bob.Say("yours");
        it.OwnerMayDie();

        Assert.Equal(["mine"], it.Bob.Read(new HistoryQuery { User = Some.Ann }));
    }

    public static void Times(FeatureCluster it)
    {
        it.Ann.Say("early");
        it.Pass(60);
        DateTimeOffset noon = it.Rig.Clock.GetUtcNow();
        it.Pass(60);
        it.Ann.Say("late");
        it.OwnerMayDie();

        Assert.Equal(["early"], it.Bob.Read(new HistoryQuery { Before = noon }));
        Assert.Equal(["late"], it.Bob.Read(new HistoryQuery { After = noon }));
    }

    public static void Words(FeatureCluster it)
    {
        it.Ann.Say("The quick brown fox");
        it.Ann.Annotate(MessageAction.Edit, it.Ann.Say("a lazy dog"), "a quick dog");
        it.OwnerMayDie();

        Assert.Equal(["a quick dog", "The quick brown fox"], it.Bob.Read(new HistoryQuery { Search = "QUICK" }));
        Assert.Equal(["The quick brown fox"], it.Bob.Read(new HistoryQuery { Search = "fox the" }));
        Assert.Empty(it.Bob.Read(new HistoryQuery { Search = "lazy" }));
    }

    public static void Markers(FeatureCluster it)
    {
        long said = it.Ann.Say("read me").Seq;
        Assert.IsType<RoomReply.Done>(it.Rig.Run(it.Bob.Session.MarkReadAsync(Some.Room, said)));
        it.Pass(2);
        it.OwnerMayDie();

        Assert.Equal((Some.Bob, said), (Assert.Single(it.Ann.Hears.Signals.OfType<ReadMarked>()).User, Marker(it)));
        long next = it.Ann.Say("and me").Seq;
        it.Rig.Run(it.Bob.Session.MarkReadAsync(Some.Room, next));
        Assert.Equal(next, Marker(it));
    }

    public static void Unread(FeatureCluster it)
    {
        it.Ann.Say("one");
        it.Ann.Say("two");
        it.Bob.Say("mine");
        it.OwnerMayDie();

        Assert.Equal(2, Counted(it).Count);
        it.Rig.Run(it.Bob.Session.MarkReadAsync(Some.Room, Counted(it).LastSeq));
        Assert.Equal(0, Counted(it).Count);

        static UnreadRoom Counted(FeatureCluster it) =>
            Assert.Single(it.Rig.Run(it.Ann.Node.Markers.ReadUnreadAsync(Some.Bob, after: null, 10, default)).Page!.Rooms);
    }

    public static void Age(FeatureCluster it)
    {
        it.Ann.Say("old");
        it.Ann.Say("not the newest");
        it.Bob.Say("the newest");
        it.OwnerMayDie();

        it.Rig.Clock.Jump(FeatureCluster.MaxLogAge + TimeSpan.FromDays(1));
        it.Pass(30);
        Assert.DoesNotContain("old", it.Bob.Read());
        it.Ann.Say("new");
        Assert.Equal("new", it.Bob.Read()[0]);
        Assert.Equal(2, it.Ann.Info().MemberCount);
    }

    public static void Count(FeatureCluster it)
    {
        for (int i = 1; i <= 3 * FeatureCluster.MaxLogEntries; i++)
            it.Ann.Say($"{i}");
        it.OwnerMayDie();

        it.Ann.Say("last");
        Assert.InRange(it.LogOf(Some.Room).Length, FeatureCluster.MaxLogEntries, 2 * FeatureCluster.MaxLogEntries);
        Assert.Equal("last", it.Bob.Read()[0]);
        Assert.False(Assert.IsType<RoomReply.Joined>(it.Cy.Join(since: 0)).FirstSeq <= 1);
    }

    private static long Marker(FeatureCluster it) =>
        it.Rig.Run(it.Ann.Node.Markers.ReadAsync(Some.Room, new ReadMembers { By = Some.Ann, Request = default }, default)).Page!.Markers
            .Single(static one => one.User == Some.Bob).Seq;
}

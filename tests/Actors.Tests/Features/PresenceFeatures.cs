using System.Text;
using Streaming.Actors.Ids;
using Streaming.Actors.Presence;
using Streaming.Actors.Rooms;
using Streaming.Actors.Sessions;
using Streaming.Actors.Tests.Harness;
using Xunit;

namespace Streaming.Actors.Tests.Features;

/// <summary>Who is there, how, and what they are about: nothing of it is logged.</summary>
internal static class PresenceFeatures
{
    public static void ComesAndGoes(FeatureCluster it)
    {
        it.Cy.Join();
        it.Pass(2);
        it.OwnerMayDie();

        Assert.Equal(Availability.Online, Shown(it.Ann, Some.Cy).Availability);
        Assert.Equal(["ann", "bob", "cy"], Roster(it).Users.Select(static one => one.User.Value).Order());
        it.Rig.Run(it.Cy.Session.CloseAsync(keepForResume: true).AsTask());
        it.Pass(4);
        Assert.Equal(Availability.Online, Shown(it.Ann, Some.Cy).Availability);
        it.Pass(3);
        Assert.Equal(Availability.Offline, Shown(it.Ann, Some.Cy).Availability);
    }

    public static void Status(FeatureCluster it)
    {
        it.Bob.Session.SetDevice(Devices.Mobile);
        it.Bob.Session.SetStatus(new UserStatus(Availability.Busy, "in a meeting", Activity: "drawing"));
        it.Pass(2);
        it.OwnerMayDie();

        Assert.Equal(new UserStatus(Availability.Busy, "in a meeting", Activity: "drawing", Devices: Devices.Mobile), Shown(it.Ann, Some.Bob));
        it.Bob.Session.SetStatus(new UserStatus(Availability.Offline));
        it.Pass(2);
        Assert.Equal(Availability.Offline, Shown(it.Ann, Some.Bob).Availability);
    }

    public static void Away(FeatureCluster it)
    {
        it.Pass((FeatureCluster.AwayAfter + TimeSpan.FromMinutes(1)).TotalSeconds);
        it.OwnerMayDie();

        Assert.Equal(Availability.Away, Shown(it.Ann, Some.Bob).Availability);
        it.Rig.Run(it.Bob.Session.SetTypingAsync(Some.Room, isTyping: true));
        it.Pass(2);
        Assert.Equal(Availability.Online, Shown(it.Ann, Some.Bob).Availability);
    }

    public static void BusyStays(FeatureCluster it)
    {
        it.Bob.Session.SetStatus(new UserStatus(Availability.Busy));
        it.Pass((FeatureCluster.AwayAfter + TimeSpan.FromMinutes(1)).TotalSeconds);
        it.OwnerMayDie();

        it.Rig.Run(it.Bob.Session.SetTypingAsync(Some.Room, isTyping: true));
        it.Pass(2);
        Assert.Equal(Availability.Busy, Shown(it.Ann, Some.Bob).Availability);
    }

    public static void Counts(FeatureCluster it)
    {
        Participant[] crowd = [.. Enumerable.Range(1, FeatureCluster.MaxNamed).Select(i => it.Come(it.Bob.Node, new UserId($"crowd-{i}")))];
        foreach (Participant one in crowd)
            one.Join();
        it.Pass(3);
        it.OwnerMayDie();

        Assert.Equal((true, 2 + crowd.Length), (Roster(it).IsCounted, Roster(it).Count));
        Assert.Equal(2 + crowd.Length, it.Ann.Hears.Signals.OfType<PresenceCounted>().Last().Count);
        foreach (Participant one in crowd)
            it.Rig.Run(one.Session.LeaveAsync(Some.Room, null, giveUpMembership: false).AsTask());
        it.Pass(3);
        Assert.Equal(["ann", "bob"], Roster(it).Users.Select(static one => one.User.Value).Order());
    }

    public static void AskedFor(FeatureCluster it)
    {
        it.Cy.Session.SetStatus(new UserStatus(Availability.Busy, "elsewhere"));
        it.Pass(2);
        it.OwnerMayDie();

        Assert.Equal(new UserStatus(Availability.Busy, "elsewhere"), Seen(it).Status);
        it.Rig.Run(it.Cy.Session.CloseAsync(keepForResume: true).AsTask());
        it.Pass(7);
        Assert.Equal(UserStatus.Offline, Seen(it).Status);
    }

    public static void LastSeen(FeatureCluster it)
    {
        it.Rig.Run(it.Cy.Session.CloseAsync(keepForResume: true).AsTask());
        DateTimeOffset over = it.Rig.Clock.GetUtcNow().AddSeconds(5);
        it.Pass(7);
        it.OwnerMayDie();

        Assert.InRange(Seen(it).LastSeen!.Value, over, over.AddMilliseconds(500));
    }

    public static void SetFromOutside(FeatureCluster it)
    {
        it.Rig.Run(it.Ann.Node.PresenceTo.SetAsync(Some.Cy, new UserStatus(Availability.Busy, "called"), "once"));
        it.Pass(1);
        it.OwnerMayDie();

        Assert.Equal(new UserStatus(Availability.Busy, "called"), Seen(it).Status);
    }

    public static void Watched(FeatureCluster it)
    {
        Task<WatchOutcome> watching = it.Ann.Session.WatchAsync([Some.Cy]).AsTask();
        it.Pass(1);
        WatchOutcome outcome = it.Rig.Run(watching);
        Assert.Equal(new ShownUser(Some.Cy, UserStatus.Online), Assert.Single(outcome.Users));
        outcome.StartDelivery();
        it.OwnerMayDie();

        Assert.Empty(it.Ann.Hears.Shown);
        it.Cy.Session.SetStatus(new UserStatus(Availability.Busy, "elsewhere"));
        it.Pass(2);
        it.Rig.Run(it.Cy.Session.CloseAsync(keepForResume: true).AsTask());
        it.Pass(7);
        Assert.Equal(
            [new UserStatus(Availability.Busy, "elsewhere"), UserStatus.Offline], it.Ann.Hears.Shown.Select(static one => one.Status));
    }

    /// <summary>What a dead owner knew of it is gone: its listeners end it by their own clocks.</summary>
    public static void Typing(FeatureCluster it)
    {
        Types(it, true);
        Types(it, true);
        it.OwnerMayDie();

        Types(it, true);
        Types(it, false);
        Assert.Equal(new TypingChanged(Some.Ann, IsTyping: true), it.Bob.Hears.Signals.OfType<TypingChanged>().First());
        Assert.Equal(new TypingChanged(Some.Ann, IsTyping: false), it.Bob.Hears.Signals.OfType<TypingChanged>().Last());
        Assert.InRange(it.Bob.Hears.Signals.OfType<TypingChanged>().Count(static one => one.IsTyping), 1, 2);
    }

    public static void TypingExpires(FeatureCluster it)
    {
        Types(it, true);
        it.OwnerMayDie();

        Types(it, true);
        it.Pass(6);
        Assert.Equal(new TypingChanged(Some.Ann, IsTyping: false), it.Bob.Hears.Signals.OfType<TypingChanged>().Last());
    }

    public static void Signalling(FeatureCluster it)
    {
        it.Cy.Join();
        Signal(it.Ann, Some.Bob, "offer");
        it.OwnerMayDie();

        Signal(it.Bob, Some.Ann, "answer");
        Assert.Equal((Some.Ann, "\"offer\""), Heard(it.Bob));
        Assert.Equal((Some.Bob, "\"answer\""), Heard(it.Ann));
        Assert.Empty(it.Cy.Hears.Signals.OfType<Signalled>());
        Assert.Equal(RoomRefusal.UserNotFound, it.Ann.Fail(new SendSignal { By = default, Request = default, To = new UserId("dan"), Data = Some.Json("x") }));

        void Signal(Participant from, UserId to, string what) =>
            Assert.IsType<RoomReply.Done>(it.Rig.Run(from.Session.SignalAsync(Some.Room, to, Some.Json(what))));

        static (UserId, string) Heard(Participant who)
        {
            Signalled heard = Assert.Single(who.Hears.Signals.OfType<Signalled>());
            return (heard.From, Encoding.UTF8.GetString(heard.Data.Span));
        }
    }

    private static ShownUser Seen(FeatureCluster it) =>
        it.Rig.Run(it.Ann.Node.PresenceOf.ReadAsync([Some.Cy], CancellationToken.None))!.Value[0];

    private static void Types(FeatureCluster it, bool isTyping) =>
        Assert.IsType<RoomReply.Done>(it.Rig.Run(it.Ann.Session.SetTypingAsync(Some.Room, isTyping)));

    private static RosterSnapshot Roster(FeatureCluster it) =>
        Assert.IsType<RoomReply.RosterRead>(it.Rig.Run(it.Ann.Session.ReadRosterAsync(Some.Room))).Roster;

    /// <summary>What someone was told of a user last.</summary>
    private static UserStatus Shown(Participant to, UserId user) => to.Hears.Signals.SelectMany(signal => signal switch
    {
        PresenceReplaced replaced => replaced.Roster.Users,
        PresenceChanged changed => changed.Changes,
        _ => [],
    }).Last(entry => entry.User == user).Status;
}
